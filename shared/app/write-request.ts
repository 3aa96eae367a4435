import type { Actor } from '../domain/entry.ts'
import { AuthorKind } from '../domain/reply-options.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Claim } from './save-once.ts'

/** Who wants something written, and by which request. */
export type WriteRequest = {
  actor: Actor & { kind: AuthorKind }
  requestId: string
  /** null: the route has no idempotency key. */
  claim: Claim | null
}

/** The caller, or the caller as less than they are: what a person sends for an AI is the AI's. Nobody is raised. */
export function toAuthor(
  actor: WriteRequest['actor'],
  wanted: AuthorKind | null,
): { kind: 'author'; author: WriteRequest['actor'] } | Refusal {
  if (wanted === null) return { kind: 'author', author: actor }
  const rank = (kind: AuthorKind): number => AuthorKind.options.indexOf(kind)
  return rank(wanted) < rank(actor.kind)
    ? refuse('author_not_allowed', `The token is of kind ${actor.kind}, which cannot write as ${wanted}.`)
    : { kind: 'author', author: { ...actor, kind: wanted } }
}

export function toCausationId({ requestId }: WriteRequest): string {
  return `req_${requestId}`
}
