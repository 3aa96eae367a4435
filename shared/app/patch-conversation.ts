import type { Conversation } from '../domain/conversation.ts'
import { decideWorkflow } from '../domain/decide-workflow.ts'
import type { WorkflowPatch } from '../domain/workflow.ts'
import { isOver } from './thread/put-thread-message.ts'
import { type Refusal, refuse } from './refusal.ts'
import { type Done, type Repeated, type SaveDeps, saveOnce } from './save-once.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import { toCausationId, type WriteRequest } from './write-request.ts'

/** The conversation as the unit leaves it. */
export async function latest(conversation: Conversation, unit: UnitOfWork): Promise<Conversation> {
  return (await unit.conversation(conversation.id, false)) ?? conversation
}

export type PatchWish = {
  conversationId: string
  patch: WorkflowPatch
  /** Each `workflowRevision` that the patch was made for; null: whichever there is. */
  expectedRevisions: readonly number[] | null
}

/** Changes what people may change of a conversation; every change is a line of its log. */
export function patchConversation(
  deps: SaveDeps,
  { conversationId, patch, expectedRevisions }: PatchWish,
  request: WriteRequest,
): Promise<Done<Conversation> | Repeated | Refusal> {
  return saveOnce<Conversation>(
    deps,
    request.claim,
    async (unit) => {
      const before = await unit.conversation(conversationId, false)
      if (before === null) return refuse('not_found', 'There is no conversation with this id.')
      if (expectedRevisions !== null && !expectedRevisions.includes(before.workflowRevision)) {
        const detail = `The conversation was changed since: its ETag is "${before.workflowRevision}" now. Read it, then decide again.`
        return refuse('version_conflict', detail)
      }
      const decision = decideWorkflow(before, patch, {
        now: deps.clock.now(),
        actor: request.actor,
        causationId: toCausationId(request),
      })
      if (decision.kind === 'refused') return refuse(decision.code, decision.detail)
      if (isOver(before) && decision.kind === 'changed' && decision.conversation.status !== 'closed') {
        const detail =
          'A secure thread that has ended stays closed: nobody is on its page any more. Offer a new one.'
        return refuse('thread_ended', detail)
      }
      if (decision.kind === 'unchanged') return { kind: 'done', answer: before }
      decision.entries.forEach(unit.putEntry)
      unit.putConversation(decision.conversation)
      return { kind: 'done', answer: decision.conversation }
    },
    latest,
  )
}
