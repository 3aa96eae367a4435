import * as z from 'zod'
import { ChannelName, Provider, Visibility } from './channel-name.ts'
import { EventPart } from './event-part.ts'

/** `unknown`: named by the platform, but nothing yet said whether messages pass. */
export const AccountHealth = z.enum(['healthy', 'degraded', 'unknown'])
export type AccountHealth = z.infer<typeof AccountHealth>

const Time = z.iso.datetime()

/** Keeps an account far below the table's item limit. */
export const ACCOUNT_CHANGES_MAX = 50

/** A change of an account's health: one revision, published as one event. */
export const AccountChange = z.strictObject({
  revision: z.number().int().positive(),
  at: Time,
  causationId: z.string(),
  part: EventPart,
})
export type AccountChange = z.infer<typeof AccountChange>

/** One identity of the company on a channel, learned from verified events. */
export const Account = z.strictObject({
  channel: ChannelName,
  id: z.string().min(1),
  name: z.string().nullable(),
  provider: Provider,
  health: AccountHealth,
  lastWebhookAt: Time.nullable(),
  lastSentAt: Time.nullable(),
  /** The newest reason for which messages did not pass; it stays after they do again. */
  lastError: z.strictObject({ code: z.string(), at: Time }).nullable(),
  /** The newest thing that the platform said about the account, whatever it means for its health. */
  lastNotice: z.strictObject({ code: z.string(), detail: z.string().nullable(), at: Time }).nullable(),
  /** What the health rests on. Older verdicts change nothing. */
  verdict: z.strictObject({ code: z.string(), at: Time }).nullable(),
  /** The platform refuses what this account sends: until a probe passes, messages wait. */
  sendHold: z
    .strictObject({
      code: z.string(),
      /** What the platform says, for whoever can mend it. */
      detail: z.string().nullable().default(null),
      /** How it says so: a platform that fails what it has taken shows by taking a message that it takes them, no more. */
      by: z.enum(['answer', 'receipt']).default('answer'),
      /** When the newest probe since the newest refusal was let through. */
      probedAt: Time.nullable().default(null),
      /** By receipt: since the newest refusal it has taken a probe, at this time. */
      takenAt: Time.nullable().default(null),
      since: Time,
      probes: z.number().int().positive(),
      nextProbeAt: Time,
    })
    .nullable()
    .default(null),
  /** A limit of the account is used up: until then nothing of this visibility is sent. */
  sendPauses: z.partialRecord(Visibility, Time).default({}),
  /** Since when events come although the verdict says that none do. */
  flowingSince: Time.nullable(),
  /** Since when what comes has come late; null while it comes promptly. */
  delayedSince: Time.nullable().default(null),
  /** Counts the published changes: 0 until the first. */
  revision: z.number().int().nonnegative(),
  /** The newest changes, oldest first, at most `ACCOUNT_CHANGES_MAX`. */
  changes: z.array(AccountChange),
  /** Counts every write. */
  version: z.number().int().positive(),
  createdAt: Time,
  /** Time of the newest change. */
  updatedAt: Time,
  feedShard: z.number().int().nonnegative(),
})
export type Account = z.infer<typeof Account>

/** What an account is called where ids are derived. */
export function toAccountSubject({ channel, id }: Pick<Account, 'channel' | 'id'>): string {
  return `account#${channel}#${id}`
}
