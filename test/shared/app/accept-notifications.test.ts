import { BUILT_IN_REDACTION } from '../../../shared/domain/redaction/redaction.ts'
import { describe, expect, it } from 'vitest'
import { createAcceptNotifications } from '../../../shared/app/accept-notifications.ts'
import type { QuarantinePiece, QueueMessage, QueueSendOutcome } from '../../../shared/app/ports.ts'
import type { CutOutcome, TopicMessage } from '../../../shared/channels/contract.ts'

/** `group:text` is an envelope, several stand between spaces; what begins with `?` cannot be cut. */
function cut({ body }: TopicMessage): CutOutcome {
  const words = body.split(' ').filter((word) => word !== '')
  return {
    envelopes: words
      .filter((word) => !word.startsWith('?'))
      .map((word) => ({
        channel: 'sms',
        provider: 'aws',
        account: { id: '+1', name: null },
        key: word,
        group: word.split(':')[0] ?? '',
        payload: { word },
      })),
    uncut: words
      .filter((word) => word.startsWith('?'))
      .map((word) => ({ reason: 'unknown', bytes: Buffer.from(word) })),
  }
}

function createAccept(decide: (word: string) => QueueSendOutcome, keeps = true) {
  const sent: string[] = []
  const kept: QuarantinePiece[] = []
  const receivedAt: string[] = []
  const accept = createAcceptNotifications({
    source: 'sms',
    cut,
    redaction: BUILT_IN_REDACTION,
    queue: {
      send: async (messages: readonly QueueMessage[]) =>
        messages.map(({ body }) => {
          const envelope = JSON.parse(body) as { receivedAt: string; payload: { word: string } }
          const outcome = decide(envelope.payload.word)
          if (outcome === 'accepted') sent.push(envelope.payload.word)
          receivedAt.push(envelope.receivedAt)
          return outcome
        }),
    },
    quarantine: {
      keep: async (piece) => {
        if (!keeps) throw new Error('the quarantine queue is down')
        kept.push(piece)
        return { id: 'qrt_1' }
      },
    },
  })
  return { accept, sent, kept, receivedAt }
}

const at = (second: number): string => `2026-11-22T12:00:0${second}.000Z`
const delivery = (messageId: string, body: string, second = 0) => ({ messageId, body, sentAt: at(second) })

describe('accepting a batch of a topic’s queue', () => {
  it('this guarantees that a customer’s messages go in the order in which the queue took them', async () => {
    const { accept, sent } = createAccept(() => 'accepted')
    await accept([delivery('m3', 'a:3', 3), delivery('m1', 'a:1', 1), delivery('m2', 'a:2', 2)])
    expect(sent).toEqual(['a:1', 'a:2', 'a:3'])
  })

  it('this guarantees that a message counts as received when its queue took it, however late it is read', async () => {
    const { accept, receivedAt } = createAccept(() => 'accepted')
    await accept([delivery('m1', 'a:1', 7)])
    expect(receivedAt).toEqual([at(7)])
  })

  it('this guarantees that only those come again whose envelopes the queue did not take', async () => {
    const { accept } = createAccept((word) => (word === 'b:2' ? 'failed' : 'accepted'))
    const reports = await accept([
      delivery('m1', 'a:1'),
      delivery('m2', 'a:2 b:2 b:3'),
      delivery('m3', 'c:1'),
    ])
    expect(reports).toMatchObject([
      { messageId: 'm1', kind: 'accepted', envelopes: 1, quarantined: 0 },
      // The one behind it in its group waits for it.
      { messageId: 'm2', kind: 'unavailable', unsent: 2 },
      { messageId: 'm3', kind: 'accepted', envelopes: 1, quarantined: 0 },
    ])
  })

  it('this guarantees that what cannot be cut and what the queue refuses is kept, and its neighbours go on', async () => {
    const { accept, sent, kept } = createAccept((word) => (word === 'a:1' ? 'refused' : 'accepted'))
    const reports = await accept([delivery('m1', 'a:1 ?x a:2', 4)])
    expect(reports).toMatchObject([{ messageId: 'm1', kind: 'accepted', envelopes: 1, quarantined: 2 }])
    expect(sent).toEqual(['a:2'])
    expect(kept.map(({ source, reason, receivedAt }) => ({ source, reason, receivedAt }))).toEqual([
      { source: 'sms', reason: 'unknown', receivedAt: at(4) },
      { source: 'sms', reason: 'refused_by_queue', receivedAt: at(4) },
    ])
  })

  it('this guarantees that nothing is acknowledged that could not be kept', async () => {
    const { accept } = createAccept(() => 'accepted', false)
    const reports = await accept([delivery('m1', '?x'), delivery('m2', 'a:1')])
    expect(reports).toMatchObject([
      { messageId: 'm1', kind: 'failed', error: new Error('the quarantine queue is down') },
      { messageId: 'm2', kind: 'accepted', envelopes: 1, quarantined: 0 },
    ])
  })

  it('this guarantees that nothing is put into quarantine twice while the queue is down', async () => {
    const { accept, kept } = createAccept(() => 'failed')
    expect(await accept([delivery('m1', '?x a:1')])).toMatchObject([
      { messageId: 'm1', kind: 'unavailable', unsent: 1 },
    ])
    expect(kept).toEqual([])
  })
})
