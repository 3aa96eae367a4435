import { hours } from '../emulator.ts'
import { takeAttachment } from './graph-files.ts'
import { at, isObject, type Json, textAt } from '../json.ts'
import type { GraphContext, GraphOutcome } from './graph-emulator.ts'
import { findRow, type GraphErrorRow, invalidParameter } from './graph-error.ts'
import { MESSENGER_ERRORS } from './messenger-errors.ts'
import { messageProblem } from './messenger-message.ts'
import { toMessengerDeliveries } from './messenger-receipts.ts'
import { answerPrivately, privateReplyProblem } from './private-reply.ts'

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages (16 Sep 2026) */
const WINDOW_MS = hours(24)
const HUMAN_AGENT_MS = hours(7 * 24)
const RECIPIENT_KEYS = ['id', 'comment_id', 'post_id', 'user_ref', 'notification_messages_token'] as const
const MESSAGING_TYPES: readonly unknown[] = ['RESPONSE', 'UPDATE', 'MESSAGE_TAG', 'UTILITY']
const STATE_ACTIONS: readonly unknown[] = ['typing_on', 'typing_off', 'mark_seen']
const MID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

type Recipient = { kind: (typeof RECIPIENT_KEYS)[number]; value: string }

/** `POST /{page-id}/messages` */
export async function sendMessenger(graph: GraphContext, page: string, body: Json): Promise<GraphOutcome> {
  const recipient = readRecipient(body['recipient'])
  if (recipient === null) {
    return refuse(
      invalidParameter(`The parameter recipient must have exactly one of ${RECIPIENT_KEYS.join(', ')}`),
    )
  }
  if (body['sender_action'] !== undefined) return act(graph, page, recipient, body)
  const problem =
    messageProblem(body['message']) ??
    typeProblem(body) ??
    replyProblem(body['reply_to']) ??
    targetProblem(graph, page, recipient, body)
  if (problem !== null) return refuse(problem)
  const file = await takeAttachment(at(body, 'message', 'attachment'))
  if (file.kind === 'refused') return refuse(file.row)

  const psid = toPsid(graph, page, recipient)
  const mid = `m_${graph.random.characters(MID_ALPHABET, 88)}`
  const sent = { page, psid, mid, message: body['message'], replyTo: textAt(body, 'reply_to', 'mid') }
  const deliveries = toMessengerDeliveries(graph, sent)
  // https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api: none for a user_ref.
  const answer = recipient.kind === 'user_ref' ? {} : { recipient_id: psid }
  return { kind: 'accepted', body: { ...answer, message_id: mid }, deliveries, received: file.received }
}

function refuse(row: GraphErrorRow): GraphOutcome {
  return { kind: 'refused', row }
}

function readRecipient(recipient: unknown): Recipient | null {
  if (!isObject(recipient)) return null
  const given = RECIPIENT_KEYS.filter((key) => recipient[key] !== undefined)
  const [kind] = given
  if (kind === undefined || given.length > 1) return null
  const value = recipient[kind]
  return typeof value === 'string' && value !== '' ? { kind, value } : null
}

/** Typing, seen and reactions are calls of their own. */
function act(graph: GraphContext, page: string, recipient: Recipient, body: Json): GraphOutcome {
  const action = body['sender_action']
  if (body['message'] !== undefined) {
    return refuse(invalidParameter('Cannot send both message and state at the same time.'))
  }
  const isReaction = action === 'react' || action === 'unreact'
  if (!isReaction && !STATE_ACTIONS.includes(action)) {
    return refuse(
      invalidParameter(
        'Param sender_action must be one of {MARK_SEEN, TYPING_ON, TYPING_OFF, REACT, UNREACT}',
      ),
    )
  }
  if (recipient.kind !== 'id') return refuse(invalidParameter('A sender_action needs recipient[id]'))
  if (isReaction) {
    const { payload } = body
    const isComplete =
      textAt(payload, 'message_id') !== null && (action === 'unreact' || textAt(payload, 'reaction') !== null)
    if (!isComplete)
      return refuse(invalidParameter('A reaction needs payload[message_id] and payload[reaction]'))
  }
  const problem = windowProblem(graph, page, recipient.value, {})
  if (problem !== null) return refuse(problem)
  return { kind: 'accepted', body: { recipient_id: recipient.value }, deliveries: [] }
}

function typeProblem({ messaging_type: type, tag }: Json): GraphErrorRow | null {
  if (type !== undefined && !MESSAGING_TYPES.includes(type)) {
    return invalidParameter(`Param messaging_type must be one of {${MESSAGING_TYPES.join(', ')}}`)
  }
  if (type !== 'MESSAGE_TAG') {
    return tag === undefined ? null : invalidParameter('A tag needs messaging_type MESSAGE_TAG')
  }
  // The other tags were retired on 27 Apr 2026.
  return tag === 'HUMAN_AGENT' ? null : invalidParameter(`Param tag "${String(tag)}" is not valid`)
}

function replyProblem(replyTo: unknown): GraphErrorRow | null {
  if (replyTo === undefined || textAt(replyTo, 'mid') !== null) return null
  return invalidParameter('Param reply_to must have a mid')
}

function targetProblem(
  graph: GraphContext,
  page: string,
  recipient: Recipient,
  body: Json,
): GraphErrorRow | null {
  if (recipient.kind === 'id') return windowProblem(graph, page, recipient.value, body)
  const isPublic = recipient.kind === 'comment_id' || recipient.kind === 'post_id'
  return isPublic ? privateReplyProblem(graph, page, recipient.value) : null
}

/** Refuses only on what is known: a person who never wrote as far as it was told is let through. */
function windowProblem(graph: GraphContext, page: string, psid: string, body: Json): GraphErrorRow | null {
  const thread = graph.facebook.threadOf(page, psid)
  if (thread === null) return null
  if (thread.kind === 'elsewhere') return findRow(MESSENGER_ERRORS, 100, 2018001)
  const allowedMs = at(body, 'tag') === 'HUMAN_AGENT' ? HUMAN_AGENT_MS : WINDOW_MS
  const { lastActionAt } = thread
  const isOpen = lastActionAt !== null && graph.now().getTime() - lastActionAt <= allowedMs
  return isOpen ? null : findRow(MESSENGER_ERRORS, 10, 2018278)
}

function toPsid(graph: GraphContext, page: string, { kind, value }: Recipient): string {
  return kind === 'comment_id' || kind === 'post_id' ? answerPrivately(graph, page, value) : value
}
