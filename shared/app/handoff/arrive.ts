import { createActivity } from '../../domain/activity.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { MessageEntry } from '../../domain/entry.ts'
import { type ArrivalSign, decideArrival } from '../../domain/handoff/decide-arrival.ts'
import { type Handoff, isOpen } from '../../domain/handoff/handoff.ts'
import { findCodes, type HandoffPass, toPassDigest } from '../../domain/handoff/pass.ts'
import { linkWith } from '../../domain/handoff/tell-handoff.ts'
import type { Party } from '../../domain/identity.ts'
import { queueMessage } from '../../domain/queue-message.ts'
import type { IngestContext } from '../ingest-context.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { awaitArrival, joinContacts } from './await-arrival.ts'
import { stepHandoff } from './step-handoff.ts'

/** Begins what a button of an offer sends back; the handoff's id follows. */
export const TAP_PREFIX = 'handoff:'

const AUTOMATION = { kind: 'automation', id: 'handoff', name: null } as const

type Found = { handoff: Handoff; sign: ArrivalSign; isAwaited: boolean }

/** A customer wrote in private: perhaps they were asked to. Part of the transaction that stores what they wrote. */
export async function arrive(entry: MessageEntry, party: Party, context: IngestContext): Promise<void> {
  const { unit, envelope } = context
  const found = await findHandoff(entry, party, context)
  const conversation = found && (await unit.conversation(entry.conversationId, false))
  if (found === null || conversation === null) return
  const { handoff, sign, isAwaited } = found
  const account = { channel: envelope.channel, id: envelope.account.id }
  const decision = decideArrival(handoff, { sign, isAwaited, conversationId: conversation.id, account })
  // Whoever has come is awaited no longer, nor who never will: each of their messages would read the handoff again.
  if (isAwaited && (decision.kind === 'completed' || !isOpen(handoff))) await forgetAwaited(party, context)
  const origin = { at: envelope.receivedAt, causationId: context.causationId, actor: entry.actor }
  switch (decision.kind) {
    case 'nothing':
      return
    case 'shown_way': {
      const awaiting = isAwaited
        ? handoff
        : await awaitArrival(
            { identity: party.identities[0], accountId: account.id, isProven: true },
            handoff,
            context,
          )
      await stepHandoff(
        unit,
        { ...awaiting, privateConversationId: conversation.id },
        { kind: 'seen' },
        origin,
      )
      return sayInPrivate(conversation, handoff, handoff.way, context)
    }
    case 'completed': {
      await stepHandoff(unit, handoff, { kind: 'written', conversationId: conversation.id }, origin)
      unit.putConversation(linkWith(conversation, handoff.publicConversationId, handoff.id))
      if (decision.isProven && conversation.contactId !== handoff.contactId) {
        await joinContacts(handoff.contactId, conversation.contactId, 'handoff', context)
      }
      return
    }
    case 'refused': {
      const part = {
        type: 'handoff.arrival_refused',
        data: { handoffId: handoff.id, why: decision.why },
      } as const
      const line = createActivity(conversation.id, conversation.seq + 1, part, origin)
      unit.putEntry(line)
      const told = { ...conversation, seq: line.seq }
      unit.putConversation(told)
      if (decision.why === 'somebody_else') return
      return sayInPrivate(told, handoff, [{ text: handoff.tooLateText, link: null }], context)
    }
  }
}

async function findHandoff(
  { text, content, referral }: MessageEntry,
  party: Party,
  { unit, envelope }: IngestContext,
): Promise<Found | null> {
  const records = await unit.identities(party.identities)
  const awaitedBy = records
    .map((record) => record?.handoffs?.[envelope.account.id])
    .find((id) => id !== undefined)
  const payload = content.type === 'interactive' ? content.payload : null
  const tapped = payload?.startsWith(TAP_PREFIX) ? payload.slice(TAP_PREFIX.length) : null
  const pass =
    tapped === null ? await findPass([...findCodes(referral?.ref ?? null), ...findCodes(text)], unit) : null
  const id = tapped ?? pass?.handoffId ?? awaitedBy
  const handoff = id === undefined ? null : await unit.handoff(id)
  if (handoff === null) return null
  const sign = tapped !== null ? 'tap' : pass !== null ? 'code' : 'reply'
  return { handoff, sign, isAwaited: handoff.id === awaitedBy }
}

async function findPass(codes: readonly string[], unit: UnitOfWork): Promise<HandoffPass | null> {
  for (const code of new Set(codes)) {
    const pass = await unit.handoffPass(toPassDigest('code', code))
    if (pass !== null) return pass
  }
  return null
}

async function forgetAwaited(party: Party, { unit, envelope }: IngestContext): Promise<void> {
  for (const record of await unit.identities(party.identities)) {
    if (record?.handoffs?.[envelope.account.id] === undefined) continue
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
