import type { Channel } from '../channels/contract.ts'
import type { InboundAddition } from '../domain/decide-addition.ts'
import type { Envelope } from '../domain/envelope.ts'
import { AppError } from '../domain/errors.ts'
import { type InboundEvent, type InboundUnsupported, noteMasked, type Thread } from '../domain/inbound.ts'
import { addEcho, addMessage } from './add-message.ts'
import { amendMessage } from './amend-message.ts'
import { changeIdentities, changeOptOut } from './change-contact.ts'
import { createIngestContext, type IngestContext, type IngestOutcome } from './ingest-context.ts'
import { moveWatermark } from './move-watermark.ts'
import type { Clock, Pacer, Quarantine } from './ports.ts'
import type { RecordAccount } from './record-account.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { createUnitOfWork, type UnitDeps } from './unit-of-work.ts'

export type IngestDeps = UnitDeps & {
  findChannel: (name: string) => Channel | undefined
  recordAccount: RecordAccount
  quarantine: Quarantine
  clock: Clock
  pacer: Pacer
  shards: { queue: number; feed: number }
}

export type IngestEnvelope = (envelope: Envelope) => Promise<IngestOutcome[]>

/** What is kept in the conversation store; everything else an envelope says is settled outside its transaction. */
type StoredEvent = Exclude<InboundEvent, { kind: 'ignored' | 'account' | 'unsupported' }> | InboundAddition

/** One envelope into the store: everything it says in one transaction, once, however often it is delivered. */
export function createIngestEnvelope(deps: IngestDeps): IngestEnvelope {
  return async (envelope) => {
    const channel = deps.findChannel(envelope.source)
    if (channel === undefined) {
      throw new AppError('envelope_invalid', `no channel is called "${envelope.source}" in this version`)
    }
    const stored: StoredEvent[] = []
    const outcomes: IngestOutcome[] = []
    const events = channel.parse(envelope).map((event) => noteMasked(event, envelope.masked))
    for (const event of events) {
      if (event.kind === 'ignored') outcomes.push(event)
      else if (event.kind === 'account') continue
      else if (event.kind !== 'unsupported') stored.push(event)
      else if (hasThread(event)) stored.push(event)
      else outcomes.push(await quarantineUnplaced(deps, envelope, event))
    }
    if (stored.length > 0) outcomes.push(...(await storeOrSetAside(deps, envelope, stored)))
    const refusals = outcomes.some(isNews) ? channel.senders[envelope.provider]?.refusals : []
    return [...outcomes, ...(await deps.recordAccount(envelope, events, refusals))]
  }
}

/** A receipt that comes again, hours later, says nothing about the account as it is by then. */
function isNews({ kind }: IngestOutcome): boolean {
  return kind === 'amended' || kind === 'settled' || kind === 'parked'
}

/** What the table will never take is kept whole in quarantine; its conversation shows that a message came. */
async function storeOrSetAside(
  deps: IngestDeps,
  envelope: Envelope,
  events: readonly StoredEvent[],
): Promise<IngestOutcome[]> {
  try {
    return await storeEvents(deps, envelope, events)
  } catch (error) {
    if (!isRefusedForGood(error)) throw error
  }
  const { source, receivedAt } = envelope
  const reason = 'refused_by_table'
  const bytes = Buffer.from(JSON.stringify(envelope))
  const { id } = await deps.quarantine.keep({ source, reason, receivedAt, bytes })
  const outcomes: IngestOutcome[] = [{ kind: 'quarantined', reason }]
  if (!events.some(isAddition)) return outcomes
  try {
    const shown = events.map((event) => (isAddition(event) ? toPlaceholder(event, reason, id) : event))
    return [...outcomes, ...(await storeEvents(deps, envelope, shown))]
  } catch (error) {
    if (!isRefusedForGood(error)) throw error
    return outcomes
  }
}

function isRefusedForGood(error: unknown): boolean {
  return error instanceof AppError && error.code === 'item_too_large'
}

function toPlaceholder(event: InboundAddition, of: string, quarantineId: string): InboundAddition {
  const raw = { quarantine: quarantineId }
  if (event.kind !== 'echo') {
    const { providerId, thread, sentAt } = event
    return { kind: 'unsupported', providerId, thread, sentAt, of, raw }
  }
  return { ...event, text: null, content: { type: 'unsupported', of }, attachments: [], replyTo: null, raw }
}

function storeEvents(
  deps: IngestDeps,
  envelope: Envelope,
  events: readonly StoredEvent[],
): Promise<IngestOutcome[]> {
  return retryConflicts(deps, async (mode) => {
    const unit = createUnitOfWork(deps, mode)
    const refusals = deps.findChannel(envelope.source)?.senders[envelope.provider]?.refusals
    const context = createIngestContext(unit, envelope, deps.shards, deps.quarantine, refusals)
    const result: IngestOutcome[] = []
    for (const event of events) {
      const outcome = await storeEvent(event, events, context)
      // One transaction an envelope: if one of its events was stored before, all of them were.
      if (outcome.kind === 'duplicate') return { saved: 'saved' as const, result: [outcome] }
      result.push(outcome)
    }
    return { saved: await unit.commit(), result }
  })
}

function storeEvent(
  event: StoredEvent,
  siblings: readonly StoredEvent[],
  context: IngestContext,
): Promise<IngestOutcome> {
  switch (event.kind) {
    case 'message':
    case 'unsupported':
      return addMessage(event, siblings.some(isOptingOut), context)
    case 'echo':
      return addEcho(event, context)
    case 'edit':
    case 'removal':
    case 'reaction':
    case 'receipt':
    case 'hiding':
      return amendMessage(event, context)
    case 'watermark':
      return moveWatermark(event, context)
    case 'opt_out':
      return changeOptOut(event, siblings.some(isMessage), context)
    case 'identity_change':
      return changeIdentities(event, context)
  }
}

function isAddition(event: StoredEvent): event is InboundAddition {
  return event.kind === 'message' || event.kind === 'echo' || event.kind === 'unsupported'
}

function isMessage(event: StoredEvent): boolean {
  return event.kind === 'message'
}

function isOptingOut(event: StoredEvent): boolean {
  return event.kind === 'opt_out' && event.action === 'out'
}

function hasThread(event: InboundUnsupported): event is InboundUnsupported & { thread: Thread } {
  return event.thread !== null
}

/** Unknown, and nobody's conversation: kept where a person looks. */
async function quarantineUnplaced(
  { quarantine }: IngestDeps,
  envelope: Envelope,
  event: InboundUnsupported,
): Promise<IngestOutcome> {
  const { source, receivedAt } = envelope
  const reason = `unsupported_${event.of}`
  // All of it, so that it can be parsed again once it is understood.
  await quarantine.keep({ source, reason, receivedAt, bytes: Buffer.from(JSON.stringify(envelope)) })
  return { kind: 'quarantined', reason }
}
