import type { SendOutcome } from '../channels/sender.ts'
import type { Conversation } from '../domain/conversation.ts'
import { decideSettlement, type Settlement } from '../domain/decide-settlement.ts'
import type { MessageEntry } from '../domain/entry.ts'
import { AppError } from '../domain/errors.ts'
import type { Identity } from '../domain/identity.ts'
import { toEntryId } from '../domain/ids.ts'
import type { Sending } from '../domain/outgoing.ts'
import { toRetryDelayMs } from '../domain/retry-delay.ts'
import { toMessageKey } from '../domain/seen.ts'
import { isPrivateReply } from './find-own-message.ts'
import { meetRecipient } from './handoff/await-arrival.ts'
import { createIngestContext, type IngestContext } from './ingest-context.ts'
import type { Clock, Pacer, Quarantine } from './ports.ts'
import type { PreparedMessage } from './prepare-delivery.ts'
import { recordRefusedRecipient } from './record-refused-recipient.ts'
import { rememberParty } from './resolve-party.ts'
import { retryConflicts } from './retry-conflicts.ts'
import { settleSent } from './settle-sent.ts'
import { createUnitOfWork, type UnitDeps, type UnitOfWork } from './unit-of-work.ts'

export type SettleDeps = UnitDeps & { clock: Clock; pacer: Pacer; shards: IngestContext['shards'] }

export type Attempt = NonNullable<Sending['attempt']>

/** `ifUnclear`: why nobody would know, as events say it. */
export type AttemptMade = {
  conversation: Conversation
  entry: MessageEntry
  attempt: Attempt
  ifUnclear: 'no_answer' | 'answer_unclear'
}

const SAVE_TRIES = 4
const SAVE_PAUSE_MS = 400

/** Writes what an attempt came to, whatever was learned of its message meanwhile. */
export async function settleAttempt(
  deps: SettleDeps,
  prepared: PreparedMessage,
  made: AttemptMade,
  outcome: SendOutcome,
): Promise<Settlement['kind']> {
  const { conversation, attempt } = made
  const settlement = toSettlement(deps, prepared, made, outcome)
  await insist(deps, () =>
    change(deps, conversation.id, attempt.seq, async (state, context) => {
      if (settlement.kind === 'sent') {
        const at = context.contact.at
        await settleSent(state, { ...settlement, at, causationId: context.causationId }, context)
        if (outcome.kind === 'sent') await learn(prepared, outcome.learned, state, context)
      } else put(state, settlement, context)
      if (outcome.kind === 'failed' && outcome.optOut && prepared.recipient !== null) {
        const [record] = await context.unit.identities([prepared.recipient.identity])
        if (record) await recordRefusedRecipient(record, conversation.account.id, context)
      }
    }),
  )
  return settlement.kind
}

/** Writes that a message will not be sent, or that nobody knows whether it was. */
export function settleMessage(
  deps: SettleDeps,
  conversationId: string,
  seq: number,
  settlement: Settlement,
): Promise<void> {
  return change(deps, conversationId, seq, async (state, context) => put(state, settlement, context))
}

/** Writes that a message is found to have been sent; not where what was found is another one of the same words. */
export async function settleFound(
  deps: SettleDeps,
  conversationId: string,
  seq: number,
  found: { providerId: string; sentAt: string },
): Promise<'settled' | 'another'> {
  let outcome: 'settled' | 'another' = 'settled'
  await change(deps, conversationId, seq, async (state, context) => {
    const { channel, account } = state.conversation
    const key = toMessageKey({ channel, accountId: account.id, providerId: found.providerId })
    const known = await context.unit.seen(key)
    const isAnother =
      known?.kind === 'entry' && (known.conversationId !== conversationId || known.seq !== seq)
    outcome = isAnother ? 'another' : 'settled'
    if (isAnother) return
    const at = context.contact.at
    await settleSent(state, { ...found, at, causationId: context.causationId }, context)
  })
  return outcome
}

type State = { conversation: Conversation; entry: MessageEntry }

function change(
  deps: SettleDeps,
  conversationId: string,
  seq: number,
  decide: (state: State, context: IngestContext) => Promise<void>,
): Promise<void> {
  return retryConflicts(deps, async () => {
    const unit = createUnitOfWork(deps, 'consistent')
    const conversation = await unit.conversation(conversationId, false)
    const entry = conversation && (await unit.entry(conversationId, seq))
    if (conversation !== null && entry?.kind === 'message') {
      await decide({ conversation, entry }, toContext(deps, unit, conversation, seq))
    }
    return { saved: await unit.commit(), result: undefined }
  })
}

function put({ conversation, entry }: State, settlement: Settlement, context: IngestContext): void {
  const { unit, causationId } = context
  const outcome = decideSettlement(entry, conversation, settlement, { at: context.contact.at, causationId })
  if (outcome.kind === 'unchanged') return
  unit.putConversation(outcome.conversation)
  if (outcome.kind === 'changed') unit.putEntry(outcome.entry)
}

function toSettlement(
  { clock, pacer }: SettleDeps,
  { deadline }: PreparedMessage,
  { attempt: { number, startedAt }, ifUnclear }: AttemptMade,
  outcome: SendOutcome,
): Settlement {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent', providerId: outcome.providerId, sentAt: startedAt }
    case 'failed':
      // An earlier attempt that the platform answered with "later" may be what this one is a duplicate of.
      return outcome.code === 'duplicate_refused' && number > 1
        ? { kind: 'unknown', number, reason: 'answer_unclear' }
        : outcome
    case 'unclear':
      return { kind: 'unknown', number, reason: ifUnclear }
    case 'retry': {
      const delayMs = toRetryDelayMs(number, outcome.afterMs, pacer.random())
      const notBefore = new Date(clock.now().getTime() + delayMs).toISOString()
      const { providerCode, title } = outcome
      // The platform will not take it in time: better known now than then.
      return notBefore >= deadline
        ? { kind: 'failed', code: 'send_expired', providerCode, title }
        : { kind: 'retry', number, notBefore }
    }
  }
}

/** By which further identities the platform knows whom we wrote to. */
async function learn(
  { recipient }: PreparedMessage,
  learned: readonly Identity[],
  { conversation, entry }: State,
  context: IngestContext,
): Promise<void> {
  const { id: conversationId, account, contactId } = conversation
  const [met] = learned
  if (met !== undefined && isPrivateReply(entry)) return meetRecipient(entry, met, account, context)
  if (recipient === null || learned.length === 0) return
  const identities: [Identity, ...Identity[]] = [recipient.identity, ...learned]
  const records = await context.unit.identities(identities)
  const link = { accountId: account.id, conversationId }
  await rememberParty({ identities, name: null, handle: null }, records, contactId, link, context)
}

/** What settling shares with ingest knows an envelope; here it is the answer to our own call. */
function toContext(
  { clock, shards }: SettleDeps,
  unit: UnitOfWork,
  { id, channel, provider, account }: Conversation,
  seq: number,
): IngestContext {
  const receivedAt = clock.now().toISOString()
  const causationId = toEntryId(id, seq)
  const envelope = { version: 1, source: channel, channel, provider, account, receivedAt } as const
  const context = createIngestContext(unit, { ...envelope, key: causationId, payload: null }, shards, NO_ROOM)
  return { ...context, causationId, contact: { ...context.contact, causationId } }
}

/** Of a message that was sent a moment ago no more can be waiting than its transaction takes. */
const NO_ROOM: Quarantine = {
  keep: () => Promise.reject(new AppError('queue_unavailable', 'deliver sets nothing aside')),
}

/** The answer is known here alone: a save that the table refuses for a moment is worth more than one try. */
async function insist({ pacer }: Pick<SettleDeps, 'pacer'>, save: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await save()
    } catch (error) {
      if (tries === SAVE_TRIES || !(error instanceof AppError) || !error.retry) throw error
      await pacer.sleep(SAVE_PAUSE_MS * tries)
    }
  }
}
