import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { loadWire } from '../support/load-wire.ts'
import { describeChannelContract } from './channel-contract.ts'

describe('channel registry', () => {
  it('this guarantees that no name or path is taken twice', () => {
    const names = CHANNELS.map(({ manifest }) => manifest.name)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(CHANNELS.map(({ manifest }) => manifest.ingress.path)).size).toBe(names.length)
  })
})

for (const channel of CHANNELS) describeChannelContract(channel, await loadWire(channel.manifest.name))
