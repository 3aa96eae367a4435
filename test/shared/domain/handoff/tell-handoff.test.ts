import { describe, expect, it } from 'vitest'
import { LINKED_MAX } from '../../../../shared/domain/conversation.ts'
import { moveHandoff } from '../../../../shared/domain/handoff/move-handoff.ts'
import { linkWith, tellHandoff } from '../../../../shared/domain/handoff/tell-handoff.ts'
import { conversationOf, minutesAfterNoon } from '../../../functions/api/api-data.ts'
import { handoffOf } from '../../../support/handoff-of.ts'

const at = minutesAfterNoon(9)
const origin = { at, actor: { kind: 'system', id: null, name: null }, causationId: 'env_9' } as const
const handoff = handoffOf()
const open = conversationOf(1, { handoff: { id: handoff.id, expiresAt: handoff.expiresAt } })
const told = (fact: Parameters<typeof moveHandoff>[1]) => {
  const move = moveHandoff(handoff, fact, at)
  if (move === null) throw new Error('nothing is told')
  return tellHandoff(open, move, origin)
}

describe('a public conversation as its handoff moves', () => {
  it('this guarantees one line a step, numbered on', () => {
    const { conversation, entries } = told({ kind: 'written', conversationId: 'cnv_private' })
    expect(entries.map(({ seq, type }) => [seq, type])).toEqual([
      [2, 'handoff.delivered'],
      [3, 'handoff.opened'],
      [4, 'handoff.verified'],
      [5, 'handoff.completed'],
    ])
    expect(conversation).toMatchObject({ seq: 5, updatedAt: at })
  })

  it.each([
    ['delivered', { kind: 'accepted' }, { id: handoff.id, expiresAt: handoff.expiresAt }, []],
    [
      'completed',
      { kind: 'written', conversationId: 'cnv_p' },
      null,
      [{ conversationId: 'cnv_p', handoffId: handoff.id }],
    ],
    ['declined', { kind: 'refused', code: 'platform_rejected' }, null, []],
  ] as const)('%s: this guarantees what is open, and what is linked', (_, fact, isOpen, linked) => {
    expect(told(fact).conversation).toMatchObject({ handoff: isOpen, linked })
  })
})

it('this guarantees that a conversation is linked once by a handoff, and that the oldest links go first', () => {
  const once = linkWith(open, 'cnv_p', 'hnd_1')
  expect(linkWith(once, 'cnv_p', 'hnd_1')).toBe(once)
  const many = Array.from({ length: LINKED_MAX + 1 }, (_, index) => `hnd_${index}`)
  const full = many.reduce((conversation, id) => linkWith(conversation, 'cnv_p', id), open)
  expect(full.linked.map(({ handoffId }) => handoffId)).toEqual(many.slice(1))
})
