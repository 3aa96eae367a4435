import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import { decideWorkflow } from '../../../shared/domain/decide-workflow.ts'
import { EVENTS } from '../../../shared/domain/events.ts'
import { WorkflowPatch } from '../../../shared/domain/workflow.ts'
import { conversationOf } from '../../functions/api/api-data.ts'

const NOW = new Date('2026-03-02T12:00:00.000Z')
const LATER = '2026-03-03T08:00:00.000Z'
const CONTEXT = { now: NOW, actor: { kind: 'human', id: 'ada', name: 'Ada' }, causationId: 'req_1' } as const

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined })
const name = fc.constantFrom('ada', 'bob', null)
const tags = fc.subarray(['a', 'b', 'c', 'd'])

const patches = fc
  .record({
    status: maybe(fc.constantFrom('open', 'pending', 'snoozed', 'closed')),
    assignee: maybe(name),
    team: maybe(name),
    priority: maybe(fc.constantFrom('low', 'normal', 'urgent')),
    snoozedUntil: maybe(fc.constantFrom(LATER, '2026-03-01T00:00:00Z', null)),
    snoozedFor: maybe(fc.constantFrom('customer', 'agent', null)),
    tags: maybe(fc.record({ add: tags, remove: tags })),
  })
  .map((patch) => WorkflowPatch.parse(JSON.parse(JSON.stringify(patch))))

const days = fc.array(patches, { maxLength: 12 })

/** Every state that patches lead to. */
function apply(
  list: readonly WorkflowPatch[],
  check: (before: Conversation, decision: ReturnType<typeof decideWorkflow>) => void,
): void {
  let conversation = conversationOf(1)
  for (const patch of list) {
    const decision = decideWorkflow(conversation, patch, CONTEXT)
    check(conversation, decision)
    if (decision.kind === 'changed') conversation = decision.conversation
  }
}

describe('a patch', () => {
  it('this guarantees that a snooze has its end and its reason, and nothing else has', () => {
    fc.assert(
      fc.property(days, (list) =>
        apply(list, (_, decision) => {
          if (decision.kind !== 'changed') return
          const { status, snoozedUntil, snoozedFor, closedAt } = decision.conversation
          expect([snoozedUntil !== null, snoozedFor !== null]).toEqual([
            status === 'snoozed',
            status === 'snoozed',
          ])
          expect(closedAt !== null).toBe(status === 'closed')
        }),
      ),
    )
  })

  it('this guarantees that every change is told by one line each, numbered without gaps, as its event wants it', () => {
    fc.assert(
      fc.property(days, (list) =>
        apply(list, (before, decision) => {
          if (decision.kind !== 'changed') return
          const { conversation, entries } = decision
          expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => before.seq + index + 1))
          expect(conversation.seq).toBe(before.seq + entries.length)
          expect(conversation.workflowRevision).toBe(before.workflowRevision + 1)
          expect(new Set(entries.map(({ type }) => type)).size).toBe(entries.length)
          for (const { type, data, actor } of entries) {
            expect(EVENTS[type].data.safeParse(data).error).toBeUndefined()
            expect(actor).toEqual(CONTEXT.actor)
          }
        }),
      ),
    )
  })

  it('this guarantees that the same patch again changes nothing', () => {
    fc.assert(
      fc.property(days, patches, (list, last) => {
        let conversation = conversationOf(1)
        for (const patch of [...list, last]) {
          const decision = decideWorkflow(conversation, patch, CONTEXT)
          if (decision.kind === 'changed') conversation = decision.conversation
        }
        expect(decideWorkflow(conversation, last, CONTEXT).kind).not.toBe('changed')
      }),
    )
  })

  it('this guarantees that a tag both added and removed is there', () => {
    const decision = decideWorkflow(conversationOf(1), { tags: { add: ['a'], remove: ['a'] } }, CONTEXT)
    expect(decision).toMatchObject({ kind: 'changed', conversation: { tags: ['a'] } })
  })
})
