import * as z from 'zod'
import { Account } from '../domain/account.ts'
import { Contact, IdentityRecord } from '../domain/contact.ts'
import { Conversation } from '../domain/conversation.ts'
import { Entry } from '../domain/entry.ts'
import { AppError } from '../domain/errors.ts'
import { EventType } from '../domain/event-part.ts'
import { EventDetail, type InletEvent } from '../domain/events.ts'
import { Handoff } from '../domain/handoff/handoff.ts'
import { HandoffPass } from '../domain/handoff/pass.ts'
import { type Identity, toIdentityKey } from '../domain/identity.ts'
import { SeenRecord } from '../domain/seen.ts'
import { SlaRules } from '../domain/sla/rules.ts'
import { Upload } from '../domain/media/upload.ts'
import { ThreadAccess } from '../domain/thread/thread-access.ts'
import { ClockRecord } from '../domain/sla/clock-record.ts'
import { StoredAnswer } from '../domain/stored-answer.ts'
import { parseCompactClocks, toCompactClocks } from './compact-clocks.ts'

/** Primary key of an item. The one place that knows how items are named. */
export type ItemKey = { pk: string; sk: string }

/** What every stored item may carry beside its own fields. */
type Stored<T> = T & ItemKey & { expiresAt?: number }

/** Sort key of an account, before its channel. */
export const ACCOUNT_PREFIX = 'ACCOUNT#'

/** Long enough for any seq, and sorts as text. */
const SEQ_DIGITS = 12

export const conversationKey = (id: string): ItemKey => ({ pk: `CONV#${id}`, sk: 'CONV' })
/** Which of its events wait in the dead-letter queue; apart from the conversation, which every fact reads and writes. */
export const gapsKey = (id: string): ItemKey => ({ pk: `CONV#${id}`, sk: 'GAPS' })
export const entryKey = (conversationId: string, seq: number): ItemKey => ({
  pk: `CONV#${conversationId}`,
  sk: `LOG#${toSortableNumber(seq)}`,
})
export const toEntrySeq = (sk: string): number => Number(sk.slice('LOG#'.length))
export const seenKey = (key: string): ItemKey => ({ pk: `SEEN#${key}`, sk: 'SEEN' })
export const identityKey = (identity: Identity): ItemKey => ({
  pk: `IDENT#${toIdentityKey(identity)}`,
  sk: 'IDENT',
})
export const answerKey = (key: string): ItemKey => ({ pk: `IDEM#${key}`, sk: 'IDEM' })
export const handoffKey = (id: string): ItemKey => ({ pk: `HANDOFF#${id}`, sk: 'HANDOFF' })
export const handoffPassKey = (digest: string): ItemKey => ({ pk: `PASS#${digest}`, sk: 'PASS' })
export const threadAccessKey = (handoffId: string): ItemKey => ({
  pk: `THREAD#${handoffId}`,
  sk: 'THREAD',
})
export const uploadKey = (conversationId: string, id: string): ItemKey => ({
  pk: `CONV#${conversationId}`,
  sk: `UPLOAD#${id}`,
})
/** Handoffs stand in the index of the queue too, in partitions of their own, by when they were offered. */
export const handoffPartitionKey = (shard: number): string => `handoff#${shard}`
export const contactKey = (id: string): ItemKey => ({ pk: `CONTACT#${id}`, sk: 'CONTACT' })
export const contactConversationKey = (contactId: string, conversationId: string): ItemKey => ({
  pk: `CONTACT#${contactId}`,
  sk: `CONV#${conversationId}`,
})
/** All in one partition: they are few, and listed together. */
export const accountKey = (channel: string, accountId: string): ItemKey => ({
  pk: 'ACCOUNTS',
  sk: `${ACCOUNT_PREFIX}${channel}#${accountId}`,
})
export const feedKey = (shard: number, number: number): ItemKey => ({
  pk: `FEED#${shard}`,
  sk: toSortableNumber(number),
})
/** How far the sweep has come: one item for all shards. */
export const sweepKey: ItemKey = { pk: 'WHEEL', sk: 'SWEEP' }
/** How far a change of the rules has been carried to the clocks that run. */
export const walkKey: ItemKey = { pk: 'WHEEL', sk: 'WALK' }
/** Which version of the rules counts: small, because every fact about a conversation reads it. */
export const rulesKey: ItemKey = { pk: 'SLA', sk: 'RULES' }
export const rulesVersionKey = (version: number): ItemKey => ({
  pk: 'SLA',
  sk: `RULES#${toSortableNumber(version)}`,
})
export const feedEndKey = (shard: number): ItemKey => ({ pk: `FEEDEND#${shard}`, sk: 'FEEDEND' })

export const queuePartitionKey = (status: string, shard: number): string => `${status}#${shard}`
export const assigneePartitionKey = (assignee: string): string => `assignee#${assignee}`
export const duePartitionKey = (shard: number): string => `due#${shard}`
const toDueKey = (at: string, conversationId: string): string => `${at}#${conversationId}`
export function parseDueKey(key: unknown): { at: string; conversationId: string } {
  const [at = '', conversationId = ''] = String(key).split('#')
  return { at, conversationId }
}
/** Where the list by due time finds a conversation: a row of the same index, in partitions of its own. */
export const clockDueKey = (conversationId: string): ItemKey => ({
  pk: `CONV#${conversationId}`,
  sk: 'CLOCK',
})
export const clockDuePartitionKey = (shard: number): string => `clock#${shard}`
/** Records of clocks, by the day on which they started. */
export const clockRecordPartitionKey = (day: string, shard: number): string => `SLA#${day}#${shard}`
export const teamPartitionKey = (team: string): string => `team#${team}`

export function toSortableNumber(number: number): string {
  return String(number).padStart(SEQ_DIGITS, '0')
}

/**
 * The conversation with its index keys: `queue` always, `mine` for who works on it, `due` while something will be due by
 * itself. Every transaction writes it, at a price by the started KB, so it leaves out what is null and what its keys say.
 */
export function toConversationItem(conversation: Conversation): Stored<Record<string, unknown>> {
  const { id, activityAt, dueAt, sla, linked, ...fields } = conversation
  const { assignee, team, status, queueShard } = fields
  const mine =
    assignee !== null ? assigneePartitionKey(assignee) : team === null ? null : teamPartitionKey(team)
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)),
    ...(sla === null ? {} : { sla: toCompactClocks(sla) }),
    ...(linked.length === 0 ? {} : { linked }),
    ...conversationKey(id),
    queuePk: queuePartitionKey(status, queueShard),
    queueSk: `${activityAt}#${id}`,
    ...(mine === null ? {} : { minePk: mine, mineSk: `${activityAt}#${id}` }),
    ...(dueAt === null ? {} : { duePk: duePartitionKey(queueShard), dueSk: toDueKey(dueAt, id) }),
  }
}

export const toEntryItem = (entry: Entry): Stored<Record<string, unknown>> => ({
  ...entry,
  ...entryKey(entry.conversationId, entry.seq),
})
/** Without an instant it stays, out of the index: nobody who writes conversations may delete anything. */
export const toClockDueItem = (
  conversationId: string,
  shard: number,
  dueAt: string | null,
): Stored<Record<string, unknown>> => ({
  ...clockDueKey(conversationId),
  ...(dueAt === null ? {} : { duePk: clockDuePartitionKey(shard), dueSk: toDueKey(dueAt, conversationId) }),
})
export const toClockRecordItem = (record: ClockRecord): Stored<Record<string, unknown>> => ({
  ...record,
  pk: clockRecordPartitionKey(record.startedAt.slice(0, 'YYYY-MM-DD'.length), record.queueShard),
  sk: `${record.startedAt}#${record.conversationId}#${record.metric}#${record.instance}`,
})
export const parseClockRecordItem = (item: unknown): ClockRecord => parseItem(ClockRecord, item)
export const toSeenItem = (seen: SeenRecord): Stored<Record<string, unknown>> => ({
  ...seen,
  ...seenKey(seen.key),
})
export const toAnswerItem = (answer: StoredAnswer): Stored<Record<string, unknown>> => ({
  ...answer,
  ...answerKey(answer.key),
})
/** `expiresAt` is when the table may forget an item, so when an offer ends has another name there. */
export const toHandoffItem = ({ expiresAt, ...handoff }: Handoff): Stored<Record<string, unknown>> => ({
  ...handoff,
  validUntil: expiresAt,
  ...handoffKey(handoff.id),
  queuePk: handoffPartitionKey(handoff.queueShard),
  queueSk: `${handoff.offeredAt}#${handoff.id}`,
})
export const toHandoffPassItem = (pass: HandoffPass): Stored<Record<string, unknown>> => ({
  ...pass,
  ...handoffPassKey(pass.digest),
})
export const toThreadAccessItem = (access: ThreadAccess): Stored<Record<string, unknown>> => ({
  ...access,
  ...threadAccessKey(access.handoffId),
})
export const toUploadItem = (upload: Upload): Stored<Record<string, unknown>> => ({
  ...upload,
  ...uploadKey(upload.conversationId, upload.id),
})
export const parseUploadItem = (item: unknown): Upload => parseItem(Upload, item)
export const parseThreadAccessItem = (item: unknown): ThreadAccess => parseItem(ThreadAccess, item)
export const parseHandoffPassItem = (item: unknown): HandoffPass => parseItem(HandoffPass, item)
export const toIdentityItem = (record: IdentityRecord): Stored<Record<string, unknown>> => ({
  ...record,
  ...identityKey(record.identity),
})
export const toContactItem = (contact: Contact): Stored<Record<string, unknown>> => ({
  ...contact,
  ...contactKey(contact.id),
})

export const toAccountItem = (account: Account): Stored<Record<string, unknown>> => ({
  ...account,
  ...accountKey(account.channel, account.id),
})

/** One row of the change feed: the events of a published batch that belong to one shard. */
export type FeedRow = { number: number; events: InletEvent[] }

/** The events are kept as JSON text: read and written as a whole, and smaller than a map. */
const FeedRowItem = z.object({ sk: z.string(), events: z.string() })

export const toFeedItem = (shard: number, { number, events }: FeedRow): Stored<Record<string, unknown>> => ({
  ...feedKey(shard, number),
  events: JSON.stringify(events),
})

/** Policies and calendars are JSON text too. */
const RulesItem = z.object({ policies: z.string(), calendars: z.string() })

export const toRulesItem = (
  rules: SlaRules,
): Stored<Record<string, unknown> & z.infer<typeof RulesItem>> => ({
  ...rules,
  ...rulesVersionKey(rules.version),
  policies: JSON.stringify(rules.policies),
  calendars: JSON.stringify(rules.calendars),
})

/** What a conversation's item leaves out where it is null. */
const UNSAID = Object.fromEntries(
  Object.entries(Conversation.shape)
    .filter(([, schema]) => schema.safeParse(null).success)
    .map(([name]) => [name, null]),
)

export function parseConversationItem(item: unknown): Conversation {
  const { pk, queueSk, dueSk, sla, ...fields } = item as Record<string, unknown>
  const [activityAt] = String(queueSk).split('#')
  const dueAt = dueSk === undefined ? null : parseDueKey(dueSk).at
  const id = String(pk).slice(conversationKey('').pk.length)
  const clocks = typeof sla === 'string' ? parseCompactClocks(sla) : null
  return parseItem(Conversation, { ...UNSAID, ...fields, pk, id, activityAt, dueAt, sla: clocks })
}
export const parseEntryItem = (item: unknown): Entry => parseItem(Entry, item)
export const parseSeenItem = (item: unknown): SeenRecord => parseItem(SeenRecord, item)
export const parseIdentityItem = (item: unknown): IdentityRecord => parseItem(IdentityRecord, item)
const HandoffItem = Handoff.omit({ expiresAt: true }).extend({ validUntil: Handoff.shape.expiresAt })
export function parseHandoffItem(item: unknown): Handoff {
  const { validUntil, ...handoff } = parseItem(HandoffItem, item)
  return { ...handoff, expiresAt: validUntil }
}
export const parseAnswerItem = (item: unknown): StoredAnswer => parseItem(StoredAnswer, item)
export const parseAccountItem = (item: unknown): Account => parseItem(Account, item)
export const parseContactItem = (item: unknown): Contact => parseItem(Contact, item)

const RulesPointer = z.strictObject({ version: z.int().positive() })
export const parseRulesPointer = (item: unknown): number => parseItem(RulesPointer, item).version

export function parseRulesItem(item: unknown): SlaRules {
  const texts = RulesItem.safeParse(item)
  if (!texts.success) throw invalidItem(item, texts.error)
  const policies: unknown = JSON.parse(texts.data.policies)
  const calendars: unknown = JSON.parse(texts.data.calendars)
  return parseItem(SlaRules, { ...(item as Record<string, unknown>), policies, calendars })
}

export function parseFeedItem(item: unknown): FeedRow {
  const row = FeedRowItem.safeParse(item)
  if (!row.success) throw invalidItem(item, row.error)
  return { number: Number(row.data.sk), events: parseFeedEvents(row.data.events) }
}

function parseFeedEvents(text: string): InletEvent[] {
  return z.array(FeedEvent).parse(JSON.parse(text))
}

const FeedEvent = z.strictObject({ type: EventType, detail: EventDetail }) satisfies z.ZodType<InletEvent>

const TABLE_ATTRIBUTES = ['pk', 'sk', 'expiresAt', 'queuePk', 'queueSk', 'minePk', 'mineSk', 'duePk', 'dueSk']

/** Our own schemas are strict, so the table's attributes come off before an item is checked. */
function parseItem<T>(schema: z.ZodType<T>, item: unknown): T {
  const fields = { ...(item as Record<string, unknown>) }
  for (const attribute of TABLE_ATTRIBUTES) delete fields[attribute]
  const result = schema.safeParse(fields)
  if (!result.success) throw invalidItem(item, result.error)
  return result.data
}

function invalidItem(item: unknown, cause: z.ZodError): AppError {
  // Of the key only its kind: an identity's holds a phone number.
  const kind = String((item as Partial<ItemKey>).pk).split('#')[0]
  return new AppError('item_invalid', `a ${kind} item of the table is not what this version writes`, {
    cause,
  })
}
