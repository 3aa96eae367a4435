import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { cases as sms } from '../shared/channels/sms/contract-cases.ts'
import { cases as whatsapp } from '../shared/channels/whatsapp/contract-cases.ts'
import { describeChannelContract } from './channel-contract.ts'
import type { ContractCases } from './contract-cases.ts'

const CASES: Readonly<Record<string, ContractCases>> = { sms, whatsapp }

describe('channel registry', () => {
  it('this guarantees that every channel is held to the contract and no name or path is taken twice', () => {
    const names = CHANNELS.map(({ manifest }) => manifest.name)
    expect(names.filter((name) => !Object.hasOwn(CASES, name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(CHANNELS.map(({ manifest }) => manifest.ingress.path)).size).toBe(names.length)
  })
})

for (const channel of CHANNELS) {
  const cases = CASES[channel.manifest.name]
  if (cases !== undefined) describeChannelContract(channel, cases)
}
