import { describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { Envelope } from '../../shared/domain/envelope.ts'
import { createRandom } from '../support/random.ts'
import { WIRES } from './wires.ts'

const INBOX = 'http://127.0.0.1:3000'

describe('this guarantees that', () => {
  it('every channel of the registry can be played, and nothing else', () => {
    expect(Object.keys(WIRES).sort()).toEqual(CHANNELS.map(({ manifest }) => manifest.name).sort())
  })

  it.each(CHANNELS.map((channel) => ({ name: channel.manifest.name, channel })))(
    'a text of a made-up customer passes the signature of $name and is what was written',
    ({ name, channel }) => {
      const wire = WIRES[name]
      if (wire === undefined) throw new Error(`no wire for ${name}`)
      const random = createRandom(1)
      const text = 'Grüße 👋 & "quotes" + plus\n\uffff'
      const customer = wire.createCustomer(random)
      const id = wire.createMessageId(random)
      const written = {
        id,
        customer,
        account: wire.account,
        name: 'Mara',
        text,
        at: new Date(1_790_000_000_000),
      }
      const request = wire.toTextRequest({ ...written, visibility: 'private' }, INBOX)

      const { url, headers, body } = request
      const received = { method: 'POST', url, rawQuery: '', headers, body }
      expect(channel.verify(received, channel.manifest.secret.local).kind).toBe('verified')
      const { envelopes, uncut } = channel.cut(received)
      expect(uncut).toEqual([])
      const { group: _, ...cut } = envelopes[0] ?? { group: '' }
      const stamped = { version: 1, source: name, receivedAt: '2026-11-22T12:00:00.000Z', ...cut }
      expect(channel.parse(Envelope.parse(JSON.parse(JSON.stringify(stamped))))).toMatchObject([
        { kind: 'message', providerId: id, text },
      ])
    },
  )
})
