import type { HandoffView } from '../../shared/app/handoff/handoff-view.ts'
import { HANDOFF_STEPS, type HandoffState } from '../../shared/domain/handoff/handoff.ts'
import { HANDOFF_EXAMPLE } from '../../shared/http/handoff-examples.ts'
import { CONVERSATION_EXAMPLE, MESSAGE_EXAMPLE } from '../../shared/http/examples.ts'
import type { PublishedEvent } from './event-readers.ts'
import type { ReadHandoffs } from './judge-handoffs.ts'
import type { ReadConversation } from './judge-log.ts'
import { HANDOFF_MARK, type PlayedHandoff } from './play-handoffs.ts'

const AT = '2026-11-22T12:00:00.000Z'
const STEPS: Readonly<Record<'completed' | 'declined' | 'delivered', readonly HandoffState[]>> = {
  completed: HANDOFF_STEPS,
  declined: ['offered', 'delivered', 'declined'],
  delivered: ['offered', 'delivered'],
}

/** One who came, one whose offer was taken back, one who never answered; all of it told. */
export function toPerfectHandoffs(): ReadHandoffs {
  const plays = (['completed', 'declined', 'delivered'] as const).map((state, index) => play(state, index))
  const events = plays.flatMap(({ handoff, told }) =>
    told.map((step, index): PublishedEvent => ({
      id: `evt_${handoff.id}_${index}`,
      type: `handoff.${step}`,
      version: 1,
      seq: index + 2,
      revision: 1,
      part: 1,
      occurredAt: AT,
      channel: 'facebook',
      visibility: 'public',
      account: null,
      conversationId: handoff.publicConversationId,
      contactId: handoff.contactId,
      actor: handoff.actor,
      correlationId: handoff.publicConversationId,
      causationId: 'test',
      data: { handoffId: handoff.id },
    })),
  )
  return {
    played: plays.map(({ played }) => played),
    listed: plays.map(({ handoff }) => handoff),
    conversations: plays.flatMap(({ conversations }) => conversations),
    events: { feed: [...events], live: [...events], bus: events.toReversed() },
  }
}

function play(state: keyof typeof STEPS, index: number) {
  const handoffId = `hnd_${state}`
  const [publicConversationId, privateConversationId] = [`cnv_public_${index}`, `cnv_private_${index}`]
  const hasCome = state === 'completed'
  const mark = `${HANDOFF_MARK}${state}]`
  const played: PlayedHandoff = {
    handoffId,
    publicConversationId,
    publicWords: `${mark} in public`,
    pressWords: null,
    privateWords: hasCome ? [`${mark} in private`] : [],
    page: hasCome ? [`${mark} in private`] : null,
    isCancelled: state === 'declined',
  }
  const told = STEPS[state]
  const handoff: HandoffView = {
    ...HANDOFF_EXAMPLE,
    id: handoffId,
    state,
    publicConversationId,
    privateConversationId: hasCome ? privateConversationId : null,
    reachedAt: Object.fromEntries(told.map((step) => [step, AT])),
  }
  const toLog = (id: string, visibility: 'public' | 'private', words: string, other: string) => ({
    conversation: {
      ...CONVERSATION_EXAMPLE,
      id,
      visibility,
      linked: hasCome ? [{ conversationId: other, handoffId }] : [],
    },
    entries: [{ ...MESSAGE_EXAMPLE, conversationId: id, text: words }] as ReadConversation['entries'],
  })
  const inPublic = toLog(publicConversationId, 'public', played.publicWords, privateConversationId)
  inPublic.entries.push(
    ...told.map((step, line) => ({
      kind: 'activity' as const,
      id: `msg_${handoffId}_${line}`,
      conversationId: publicConversationId,
      seq: line + 2,
      revision: 1,
      at: AT,
      actor: HANDOFF_EXAMPLE.actor,
      type: `handoff.${step}` as const,
      data: { handoffId },
    })),
  )
  const [words] = played.privateWords
  const conversations =
    words === undefined
      ? [inPublic]
      : [inPublic, toLog(privateConversationId, 'private', words, publicConversationId)]
  return { played, handoff, told, conversations }
}
