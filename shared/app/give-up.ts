import type { Channel } from '../channels/contract.ts'
import type { Envelope } from '../domain/envelope.ts'
import { AppError } from '../domain/errors.ts'
import type { InboundEvent, Thread } from '../domain/inbound.ts'
import { toMessageKey } from '../domain/seen.ts'
import { createClockChannels } from './move-clocks.ts'
import type { InboundDelivery } from './ingest-batch.ts'
import type { InboundQueue, InboxStore } from './ports.ts'
import { findConversation, findPublicConversation } from './resolve-thread.ts'
import { createUnitOfWork, type UnitOfWork } from './unit-of-work.ts'

export type GiveUpDeps = { findChannel: (name: string) => Channel | undefined; store: InboxStore }

/** Hands a message to the dead-letter queue, with the conversation that misses it. */
export function createGiveUp(
  deps: GiveUpDeps & { deadLetters: InboundQueue },
): (delivery: InboundDelivery, envelope: Envelope) => Promise<void> {
  return async ({ body, groupId, deduplicationId }, envelope) => {
    const gapOf = await markGapOf(deps, envelope, deduplicationId)
    const letter = { body, groupId, deduplicationId, ...(gapOf === null ? {} : { gapOf }) }
    const [outcome] = await deps.deadLetters.send([letter])
    if (outcome !== 'accepted') {
      throw new AppError('queue_unavailable', 'the dead-letter queue did not take a message')
    }
  }
}

/** Marks the gap that an event leaves behind when it becomes a dead letter, and names the conversation; null where it has none yet. */
export async function markGapOf(
  deps: GiveUpDeps,
  envelope: Envelope,
  letterId: string,
): Promise<string | null> {
  try {
    return await markGap(deps, envelope, letterId)
  } catch (error) {
    if (error instanceof AppError && error.retry) throw error
    // A bug, perhaps the very one that makes us give up: a dead letter without its mark is better than none.
    return null
  }
}

async function markGap(
  { findChannel, store }: GiveUpDeps,
  envelope: Envelope,
  letterId: string,
): Promise<string | null> {
  // Reads only: what is found decides nothing, so nothing is committed.
  const unit = createUnitOfWork({ store, clockChannels: createClockChannels(findChannel) }, 'consistent')
  for (const event of findChannel(envelope.source)?.parse(envelope) ?? []) {
    const conversationId = await findConversationOf(event, envelope, unit)
    if (conversationId === null) continue
    await store.gaps.mark(conversationId, letterId)
    return conversationId
  }
  return null
}

async function findConversationOf(
  event: InboundEvent,
  envelope: Envelope,
  unit: UnitOfWork,
): Promise<string | null> {
  if ('target' in event) return findByMessage(event.target, envelope, unit)
  if (!('thread' in event) || event.thread === null) return null
  const { thread } = event
  return thread.party === null
    ? findByMessage(thread.parent, envelope, unit)
    : findByThread(thread, envelope, unit)
}

async function findByMessage(
  providerId: string,
  { channel, account }: Envelope,
  unit: UnitOfWork,
): Promise<string | null> {
  const seen = await unit.seen(toMessageKey({ channel, accountId: account.id, providerId }))
  return seen?.kind === 'entry' ? seen.conversationId : null
}

async function findByThread(thread: Thread, envelope: Envelope, unit: UnitOfWork): Promise<string | null> {
  const records = await unit.identities(thread.party.identities)
  const contactId = records.find((record) => record !== null)?.contactId
  if (contactId === undefined) return null
  const id =
    thread.visibility === 'private'
      ? findConversation(records, contactId, envelope.account.id)
      : await findPublicConversation(thread, { contactId, isKnown: true }, { unit, envelope })
  return id === undefined || (await unit.conversation(id, false)) === null ? null : id
}
