import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ask } from '../../commands/connect/ask.ts'
import type { ConnectInput } from '../../shared/channels/connector.ts'

const INPUTS: ConnectInput[] = [
  { key: 'appId', title: 'App ID', where: 'there', isSecret: false, keptBy: 'channel', need: 'required' },
  {
    key: 'appSecret',
    title: 'App secret',
    where: 'there',
    isSecret: true,
    keptBy: 'channel',
    need: 'required',
  },
]

describe('asking at a terminal', () => {
  it('this guarantees that a secret is read and never shown', async () => {
    const input = new PassThrough()
    let shown = ''
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        shown += chunk.toString()
        // Answers as they are asked for, as a person does.
        if (shown.endsWith('> ')) input.write('12345\r')
        if (shown.endsWith('(not shown) ')) setImmediate(() => input.write('top-secret\r'))
        done()
      },
    })
    expect(await ask(INPUTS, { input, output })).toEqual({ appId: '12345', appSecret: 'top-secret' })
    expect(shown).toContain('App secret')
    expect(shown).not.toContain('top-secret')
  })
})
