import { createActivity } from '../../domain/activity.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { MessageEntry } from '../../domain/entry.ts'
import { type ArrivalDecision, decideArrival } from '../../domain/handoff/decide-arrival.ts'
import { type Handoff, isOpen } from '../../domain/handoff/handoff.ts'
import { type HandoffOrigin, linkWith } from '../../domain/handoff/tell-handoff.ts'
import type { Identity, Party } from '../../domain/identity.ts'
import { queueMessage } from '../../domain/queue-message.ts'
import type { IngestContext } from '../ingest-context.ts'
import { joinProven } from '../join-proven.ts'
import { awaitArrival } from './await-arrival.ts'
import { findHandoff } from './find-handoff.ts'
import { stepHandoff } from './step-handoff.ts'

/** Entries, in which a refusal was told already. */
const TOLD_WITHIN = 50

const AUTOMATION = { kind: 'automation', id: 'handoff', name: null } as const

type Arriving = { handoff: Handoff; conversation: Conversation; origin: HandoffOrigin }

/** A customer wrote in private: perhaps they were asked to. Part of the transaction that stores what they wrote. */
export async function arrive(
  entry: MessageEntry,
  party: Party,
  isOptOut: boolean,
  context: IngestContext,
): Promise<void> {
  const { unit, envelope } = context
  const found = await findHandoff(entry, party, context)
  const conversation = found && (await unit.conversation(entry.conversationId, false))
  if (found === null || conversation === null) return
  const { handoff, sign, isAwaited } = found
  const account = { channel: envelope.channel, id: envelope.account.id }
  const arrival = { sign, isAwaited, isOptOut, conversationId: conversation.id, account }
  const decision = decideArrival(handoff, arrival)
  // Whoever has come is awaited no longer, nor who never will: each of their messages would read the handoff again.
  const isOver = decision.kind === 'completed' || decision.kind === 'declined' || !isOpen(handoff)
  if (isAwaited && isOver) await forgetAwaited(handoff, party, context)
  const origin = { at: envelope.receivedAt, causationId: context.causationId, actor: entry.actor }
  const arriving = { handoff, conversation, origin }
  switch (decision.kind) {
    case 'nothing':
      return
    case 'shown_way':
      return showWay(arriving, isAwaited ? null : party.identities[0], context)
    case 'completed':
      return complete(arriving, decision.isProven, context)
    case 'declined': {
      const by = { kind: 'customer', code: 'recipient_opted_out' } as const
      await stepHandoff(unit, handoff, { kind: 'declined', by }, origin)
      return
    }
    case 'refused':
      return turnAway(arriving, decision.why, context)
  }
}

/** `met`: the platform had not told yet who they are in private. */
async function showWay(
  { handoff, conversation, origin }: Arriving,
  met: Identity | null,
  context: IngestContext,
): Promise<void> {
  const accountId = context.envelope.account.id
  const awaiting =
    met === null
      ? handoff
      : await awaitArrival({ identity: met, accountId, isProven: true }, handoff, context)
  const there = { ...awaiting, privateConversationId: conversation.id }
  await stepHandoff(context.unit, there, { kind: 'seen' }, origin)
  sayInPrivate(conversation, handoff, handoff.way, context)
}

async function complete(
  { handoff, conversation, origin }: Arriving,
  isProven: boolean,
  context: IngestContext,
): Promise<void> {
  const { unit } = context
  await stepHandoff(unit, handoff, { kind: 'written', conversationId: conversation.id }, origin)
  unit.putConversation(linkWith(conversation, handoff.publicConversationId, handoff.id))
  if (isProven) await joinProven([handoff.contactId, conversation.contactId], 'handoff', context)
}

/** A line for the agents, and a sentence for whoever holds a code that counts no more. */
async function turnAway(
  { handoff, conversation, origin }: Arriving,
  why: Extract<ArrivalDecision, { kind: 'refused' }>['why'],
  context: IngestContext,
): Promise<void> {
  if (await isToldAlready(conversation, handoff, context)) return
  const part = { type: 'handoff.arrival_refused', data: { handoffId: handoff.id, why } } as const
  const line = createActivity(conversation.id, conversation.seq + 1, part, origin)
  context.unit.putEntry(line)
  const told = { ...conversation, seq: line.seq }
  context.unit.putConversation(told)
  if (why === 'somebody_else') return
  sayInPrivate(told, handoff, [{ text: handoff.tooLateText, link: null }], context)
}

/** Whoever sends a code twice is answered once: two machines must not write to each other forever. */
async function isToldAlready(
  { id, seq }: Conversation,
  handoff: Handoff,
  { unit }: IngestContext,
): Promise<boolean> {
  const newest = await unit.entriesBack(id, { from: Math.max(1, seq - TOLD_WITHIN), to: seq })
  return newest.some(
    (entry) =>
      entry.kind === 'activity' &&
      entry.type === 'handoff.arrival_refused' &&
      entry.data['handoffId'] === handoff.id,
  )
}

async function forgetAwaited(
  handoff: Handoff,
  party: Party,
  { unit, envelope }: IngestContext,
): Promise<void> {
  for (const record of await unit.identities(party.identities)) {
    if (record?.handoffs?.[envelope.account.id] !== handoff.id) continue
    const { handoffs, ...rest } = record
    const { [envelope.account.id]: _, ...others } = handoffs
    unit.putIdentity(Object.keys(others).length === 0 ? rest : { ...rest, handoffs: others })
  }
}

/** Said by itself, in the order given. Whoever just wrote may be answered. */
function sayInPrivate(
  before: Conversation,
  { id }: Handoff,
  messages: readonly Handoff['way'][number][],
  { unit, causationId, envelope }: IngestContext,
): void {
  let conversation = before
  for (const { text, link } of messages) {
    const queued = queueMessage(conversation, {
      text,
      quickReplies: [],
      template: null,
      actor: AUTOMATION,
      causationId,
      now: new Date(envelope.receivedAt),
      rule: 'standard',
      until: null,
      replyTo: null,
      segments: false,
      handoff: { id, part: 'way', ...(link === null ? {} : { link }) },
    })
    unit.putEntry(queued.entry)
    conversation = queued.conversation
  }
  unit.putConversation(conversation)
}
