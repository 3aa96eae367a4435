import type { CutEnvelope } from '../channels/contract.ts'
import { toEnvelopeId } from '../domain/ids.ts'

/** A body may hold hundreds of messages: a line of the log names the first of them, and counts them all. */
const NAMED_MAX = 10

/** By which envelopes are found in logs. An account is the company's own; `correlationIds` are those of the events that come of them. */
export type EnvelopeIds = { accountIds: string[]; correlationIds: string[] }

export function toEnvelopeIds(source: string, envelopes: readonly CutEnvelope[]): EnvelopeIds {
  return {
    accountIds: toNamedIds(envelopes.map(({ account }) => account.id)),
    correlationIds: envelopes.slice(0, NAMED_MAX).map((envelope) => toEnvelopeId({ source, ...envelope })),
  }
}

/** The first ten, each once. */
export function toNamedIds(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids)].filter((id) => id !== null).slice(0, NAMED_MAX)
}
