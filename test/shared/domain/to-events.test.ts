import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import type { MessageEntry } from '../../../shared/domain/entry.ts'
import { EVENTS } from '../../../shared/domain/events.ts'
import { toEntryEvents } from '../../../shared/domain/to-events.ts'
import { conversationOf, messageOf } from '../../functions/api/api-data.ts'

const conversation = conversationOf(1, { visibility: 'public', root: 'post' })
const AT = '2026-01-01T10:00:00.000Z'

function eventsOf(entry: MessageEntry, revision = 1, of: Conversation = conversation) {
  const events = toEntryEvents(of, entry, revision, 'include')
  for (const { type, detail } of events) EVENTS[type].data.parse(detail.data)
  return events
}

describe('the events of an entry', () => {
  it('that was read before it was known: this guarantees a message.sent and then its receipt', () => {
    const entry = messageOf(conversation, 2, {
      direction: 'outbound',
      status: 'read',
      caused: [
        { type: 'conversation.reopened', data: { from: 'closed', session: 2 } },
        { type: 'message.read', data: { at: AT } },
      ],
    })
    const events = eventsOf(entry)
    expect(events.map(({ type, detail }) => [type, detail.part])).toEqual([
      ['message.sent', 1],
      ['conversation.reopened', 2],
      ['message.read', 3],
    ])
    expect(events[0]?.detail.data).toMatchObject({ status: 'sent', text: 'message 2' })
    expect(events[2]?.detail.data).toEqual({ entryId: expect.any(String), providerId: 'wamid.2', at: AT })
  })

  it.each(['message.hidden', 'message.unhidden'] as const)(
    '%s: this guarantees that it says which message and when',
    (type) => {
      const actor = { kind: 'external' as const, id: null, name: null }
      const change = { revision: 2, at: AT, actor, causationId: 'env_2', parts: [{ type, data: { at: AT } }] }
      const [event] = eventsOf(messageOf(conversation, 3, { revision: 2, changes: [change] }), 2)
      expect(event?.type).toBe(type)
      expect(event?.detail.data).toEqual({ entryId: expect.any(String), providerId: 'wamid.3', at: AT })
    },
  )

  it.each([
    { type: 'review', rating: 4, ratingMax: 5, recommendation: 'positive' },
    { type: 'interactive', kind: 'referral', payload: 'ref', description: null },
    { type: 'interactive', kind: 'opt_in', payload: null, description: null },
  ] as const)('with content $type: this guarantees that its details travel', (content) => {
    const [event] = eventsOf(messageOf(conversation, 4, { content }))
    expect(event?.detail.data['content']).toEqual(content)
  })
})
