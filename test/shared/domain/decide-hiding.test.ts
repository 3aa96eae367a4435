import { describe, expect, it } from 'vitest'
import { decideAmendment } from '../../../shared/domain/decide-amendment.ts'
import type { MessageEntry } from '../../../shared/domain/entry.ts'
import { conversationOf, messageOf } from '../../functions/api/api-data.ts'

const conversation = conversationOf(1, { visibility: 'public' })
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString()

function hide(entry: MessageEntry, ...steps: [hidden: boolean, minute: number][]): MessageEntry {
  return steps.reduce((state, [hidden, minute]) => {
    const amendment = {
      kind: 'hiding',
      target: 'comment-1',
      hidden,
      by: 'external',
      at: at(minute),
    } as const
    const fact = { amendment, key: `${hidden}${minute}`, receivedAt: at(30), causationId: 'env_1' }
    const outcome = decideAmendment(state, conversation, fact)
    return outcome.kind === 'changed' ? outcome.entry : state
  }, entry)
}

describe('hiding', () => {
  it.each<[string, [boolean, number][], string | null, number]>([
    ['hidden', [[true, 1]], at(1), 2],
    [
      'hidden twice',
      [
        [true, 1],
        [true, 2],
      ],
      at(1),
      2,
    ],
    [
      'hidden and shown',
      [
        [true, 1],
        [false, 2],
      ],
      null,
      3,
    ],
    [
      'shown, then an older hiding',
      [
        [false, 2],
        [true, 1],
      ],
      null,
      2,
    ],
    [
      'hidden, then an older showing',
      [
        [true, 2],
        [false, 1],
      ],
      at(2),
      2,
    ],
    [
      'hidden, shown, hidden',
      [
        [true, 1],
        [false, 2],
        [true, 3],
      ],
      at(3),
      4,
    ],
  ])('%s: this guarantees that the platform’s last word counts', (_, steps, hiddenAt, revision) => {
    const entry = hide(messageOf(conversation, 1), ...steps)
    expect(entry).toMatchObject({ hiddenAt, revision, text: 'message 1' })
  })

  it('this guarantees that who hid it is our side', () => {
    expect(hide(messageOf(conversation, 1), [true, 1]).changes[0]?.actor.kind).toBe('external')
  })
})
