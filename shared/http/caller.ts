import * as z from 'zod'
import type { Actor } from '../domain/entry.ts'

export const Scope = z.enum(['inbox:read', 'inbox:write', 'inbox:admin', 'inbox:secure'])
export type Scope = z.infer<typeof Scope>

/** Who calls, as the token says, and what they may do. */
export type Caller = {
  actor: Actor & { kind: 'human' | 'ai' | 'automation' }
  clientId: string | null
  scopes: ReadonlySet<Scope>
}

/** A caller, or why there is none. */
export type Authentication =
  | { kind: 'authenticated'; caller: Caller }
  | { kind: 'rejected'; code: 'unauthenticated' | 'access_token_required'; detail: string }
