import { describe, expect, it } from 'vitest'
import type { Channel } from '../../shared/channels/contract.ts'
import type { Visibility } from '../../shared/domain/channel-name.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { toWebhookRequest, type Wire, type WireText } from '../../shared/channels/wire.ts'
import { createRandom } from '../support/random.ts'
import { carry, parseCarried } from './carry.ts'

const INBOX = 'http://127.0.0.1:3000'
const TEXT = 'Grüße 👋 & "quotes" + plus\n\uffff'
const AT = new Date('2026-11-22T11:59:59Z')

/** What somebody who plays the platform writes is what the channel reads. */
export function describeWireContract(channel: Channel, wire: Wire): void {
  describe.each(channel.manifest.visibilities)('a made-up customer who writes something %s', (visibility) => {
    it('this guarantees that the words pass the signature and arrive as they were written', () => {
      const written = writeText(wire, visibility, null)
      const [event] = receive(channel, wire, written)
      expect(event).toMatchObject({
        kind: 'message',
        providerId: written.id,
        text: TEXT,
        thread: { visibility },
      })
    })

    it('this guarantees that two messages of one customer meet in one thread', () => {
      const first = writeText(wire, visibility, visibility === 'public' ? toRoot(wire) : null)
      const second = { ...first, id: wire.createMessageId(createRandom(5), visibility) }
      const [one, other] = [first, second].map((written) => receive(channel, wire, written)[0])
      expect(other).toMatchObject({ providerId: second.id })
      expect(placeOf(other)).toEqual(placeOf(one))
    })
  })

  if (!channel.manifest.visibilities.includes('public')) return
  describe('a public message', () => {
    it('this guarantees that one under a post belongs to that post and answers it', () => {
      const root = toRoot(wire)
      const written = writeText(wire, 'public', root)
      expect(receive(channel, wire, written)).toMatchObject([
        { kind: 'message', providerId: written.id, thread: { visibility: 'public', root, parent: root } },
      ])
    })

    it('this guarantees that a post of its own is its own root', () => {
      const written = writeText(wire, 'public', null)
      expect(receive(channel, wire, written)).toMatchObject([
        { thread: { visibility: 'public', root: written.id, parent: null } },
      ])
    })

    it('this guarantees that everything under a post is carried in one order', () => {
      const root = toRoot(wire)
      const groups = [1, 2].map((seed) => {
        const written = {
          ...writeText(wire, 'public', root),
          customer: wire.createCustomer(createRandom(seed), null),
        }
        return channel.cut(toWebhookRequest(wire.toTextRequest(written, INBOX))).envelopes[0]?.group
      })
      expect(groups[0]).toBe(groups[1])
    })
  })
}

export function writeText(wire: Wire, visibility: Visibility, root: string | null): WireText {
  const random = createRandom(1)
  const customer = wire.createCustomer(random, null)
  const id = wire.createMessageId(random, visibility)
  return { id, customer, account: wire.account, name: 'Mara', text: TEXT, visibility, root, at: AT }
}

function toRoot(wire: Wire): string {
  return wire.createMessageId(createRandom(77), 'public')
}

function receive(channel: Channel, wire: Wire, written: WireText): InboundEvent[] {
  const request = toWebhookRequest(wire.toTextRequest(written, INBOX))
  expect(channel.verify(request, channel.manifest.secret.local).kind).toBe('verified')
  const { envelopes, uncut } = channel.cut(request)
  expect(uncut).toEqual([])
  expect(envelopes.map(({ account }) => account.id)).toEqual([written.account])
  return envelopes.flatMap((cut) => parseCarried(channel, carry(channel, cut)))
}

/** Who wrote, and under which post. */
function placeOf(event: InboundEvent | undefined): unknown {
  if (event?.kind !== 'message') return null
  const { thread } = event
  return { identities: thread.party.identities, root: thread.visibility === 'public' ? thread.root : null }
}
