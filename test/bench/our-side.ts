import { BUILT_IN_REDACTION } from '../../shared/domain/redaction/redaction.ts'
import { fireTimer } from '../../shared/app/fire-timer.ts'
import { patchConversation } from '../../shared/app/patch-conversation.ts'
import { sendMessage } from '../../shared/app/send-message.ts'
import { settleFound } from '../../shared/app/settle-attempt.ts'
import type { UnitDeps } from '../../shared/app/unit-of-work.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { NO_MEDIA } from '../support/no-media.ts'
import { parseEntryId } from '../../shared/domain/ids.ts'
import type { WorkflowPatch } from '../../shared/domain/workflow.ts'
import { NO_UPLOADS } from '../support/no-files.ts'

/** What our side does in the conversation in which something was stored last. */
export type OurStep =
  /** An agent's reply is written, and waits to be sent. */
  | { kind: 'write' }
  /** The platform has taken the reply that was written last, under this id. */
  | { kind: 'accept'; providerId: string }
  | { kind: 'patch'; patch: WorkflowPatch }
  /** Its timer comes. */
  | { kind: 'timer' }

type OurSideDeps = UnitDeps & {
  table: Table
  clock: { now: () => Date }
  pacer: { sleep: () => Promise<void>; random: () => number }
  shards: { queue: number; feed: number }
}

const AGENT = {
  actor: { kind: 'human', id: 'agent-1', name: 'Ada' },
  requestId: 'bench',
  claim: null,
} as const
const WORDS = { text: 'It leaves our house today.', quickReplies: [], template: null }

/** The use cases that move clocks beside ingest. The call to the platform is left out. Answers what came of a step, in a word. */
export function createOurSide({
  table,
  ...deps
}: OurSideDeps): (conversationId: string, step: OurStep) => Promise<string> {
  const saves = { ...deps, answers: createAnswerStore(table, deps.clock), seals: null }
  const replies = { findChannel, usesHumanAgentWindow: true, redaction: BUILT_IN_REDACTION }
  const sends = { ...saves, accounts: createAccountStore(table, deps.clock), replies, uploads: NO_UPLOADS }
  const timers = { arm: () => Promise.resolve() }
  const fires = {
    ...deps,
    findChannel,
    outbound: { request: () => Promise.resolve() },
    timers,
    media: NO_MEDIA,
  }
  const written = new Map<string, number>()

  return async (conversationId, step) => {
    const at = deps.clock.now().toISOString()
    switch (step.kind) {
      case 'write': {
        const wish = { ...WORDS, conversationId, replyTo: null, author: null, seenUpTo: null }
        const outcome = await sendMessage(sends, wish, AGENT)
        if (outcome.kind !== 'done') throw new Error(`a reply was not written: ${JSON.stringify(outcome)}`)
        written.set(conversationId, parseEntryId(outcome.answer.id)?.seq ?? 0)
        return outcome.kind
      }
      case 'accept': {
        const found = { providerId: step.providerId, sentAt: at }
        return settleFound(deps, conversationId, written.get(conversationId) ?? 0, found)
      }
      case 'patch': {
        const wish = { conversationId, patch: step.patch, expectedRevisions: null }
        return (await patchConversation(saves, wish, AGENT)).kind
      }
      case 'timer':
        return (await fireTimer(fires, { conversationId, at })).kind
    }
  }
}
