import * as z from 'zod/mini'
import type { Identity, Party } from '../../domain/identity.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { idAt } from './id.ts'

/** What is told of an X user beside a message; the rest of the profile is not even queued. */
export const Person = z.looseObject({
  id: z.string().check(z.minLength(1)),
  name: z.nullable(z.string()),
  handle: z.nullable(z.string()),
})
export type Person = z.infer<typeof Person>

/** X Activity wraps a user in `{ data }` here and not there; Account Activity never does, and says `screen_name`. */
export function unwrap(value: unknown): unknown {
  return isRecord(value) && isRecord(value['data']) ? value['data'] : value
}

export function toPerson(value: unknown): Person | null {
  const user = unwrap(value)
  const id = idAt(user, 'id')
  if (id === null) return null
  return { id, name: textAt(user, 'name'), handle: textAt(user, 'username') ?? textAt(user, 'screen_name') }
}

/** `users` is a list beside posts and a map by id beside direct messages. */
export function findPerson(users: unknown, id: string): Person | null {
  if (Array.isArray(users)) return users.map(toPerson).find((person) => person?.id === id) ?? null
  if (!isRecord(users) || !Object.hasOwn(users, id)) return null
  const person = toPerson(users[id])
  return person === null || person.id === id ? person : null
}

export function toIdentity(externalId: string): Identity {
  return { channel: 'twitter', scope: '-', externalId }
}

/** The same numeric id in public and in private: the one platform where both meet without proof. */
export function toParty(id: string, person: Person | null | undefined): Party {
  const known = person?.id === id ? person : null
  return { identities: [toIdentity(id)], name: known?.name ?? null, handle: known?.handle ?? null }
}
