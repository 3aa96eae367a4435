import * as z from 'zod'
import { toDigest } from '../digest.ts'
import type { Handoff } from '../handoff/handoff.ts'

const Time = z.iso.datetime()
const Count = z.number().int().nonnegative()

/** Times that one source may enter a wrong code on a link, until the handoff expires. */
export const WRONG_TRIES_MAX = 5
/** Wrong codes from everywhere after which the codes that were sent so far are dead. */
export const CODE_TRIES_MAX = 20
/** Codes that one source may have sent. */
export const CODES_MAX = 3
/** Sendings of codes that are told apart: what was sent before them is dead. */
export const ROUNDS_MAX = 10
/** Between two codes: the one just sent has to arrive first. */
export const CODE_PAUSE_MS = 60_000
/** Browsers that one thread is open in at a time: the oldest is forgotten. */
export const SESSIONS_MAX = 10
/** How long a browser is remembered after the customer last wrote. */
export const SESSION_DAYS = 3

/** What is known of those who came to the page of a handoff. No address and no secret stands in it. */
export const ThreadAccess = z.strictObject({
  handoffId: z.string(),
  /** Makes the digests of addresses worthless elsewhere. */
  salt: z.string(),
  /** The private conversation in which the customer got the link: where codes go. null: there is none. */
  codesTo: z.string().nullable(),
  /** When the link was first used. */
  consumedAt: Time.nullable(),
  /** By digest of the address. */
  sources: z.record(z.string(), z.strictObject({ wrong: Count, codes: Count })),
  /** Wrong codes since each time that a code was sent, oldest first: all of them were tried against what was alive then. */
  rounds: z.array(z.strictObject({ since: Time, wrong: Count })).max(ROUNDS_MAX),
  /** Codes made up to then are dead: one was used, or somebody tried too often. */
  codesDeadUpTo: Time.nullable(),
  codeSentAt: Time.nullable(),
  /** Browsers that were let in, by digest of their cookie. */
  sessions: z.array(z.strictObject({ digest: z.string(), until: Time })).max(SESSIONS_MAX),
  /** The customer ended it before they wrote anything. */
  endedAt: Time.nullable(),
  version: z.number().int().positive(),
})
export type ThreadAccess = z.infer<typeof ThreadAccess>

export function createAccess(
  { id, offeredAt: at }: Pick<Handoff, 'id' | 'offeredAt'>,
  codesTo: string | null,
  salt: string,
): ThreadAccess {
  return {
    handoffId: id,
    salt,
    codesTo,
    consumedAt: null,
    sources: {},
    rounds: [{ since: at, wrong: 0 }],
    codesDeadUpTo: null,
    codeSentAt: null,
    sessions: [],
    endedAt: null,
    version: 1,
  }
}

/** A household has one IPv4 address, and of IPv6 the first half. */
export function toSource(address: string, salt: string): string {
  return toDigest(['thread source', salt, toNetwork(address)])
}

export function toSessionDigest(handoffId: string, cookie: string): string {
  return toDigest(['thread session', handoffId, cookie])
}

function toNetwork(address: string): string {
  const plain = address.toLowerCase().split('%')[0] ?? ''
  if (!plain.includes(':')) return plain
  if (/^::ffff:\d+\.\d+\.\d+\.\d+$/.test(plain)) return plain.slice('::ffff:'.length)
  const [head = '', tail = ''] = plain.split('::')
  const groups = (part: string): string[] => part.split(':').filter((group) => group !== '')
  const gap = Math.max(0, 8 - groups(head).length - groups(tail).length)
  const whole = [...groups(head), ...Array<string>(gap).fill('0'), ...groups(tail)]
  return whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
