import type { MessageEntry } from '../../domain/entry.ts'
import type { UnitOfWork } from '../unit-of-work.ts'
import { holdsSecret } from './mint-secrets.ts'

/**
 * Whether a message asks somebody into a handoff that has come to nothing since: taken back, expired, or never taken by the
 * platform. Then the public must not read that something was sent in private, either.
 */
export async function isVoid(unit: UnitOfWork, entry: MessageEntry): Promise<boolean> {
  const part = entry.outgoing?.handoff
  // Without link and code, what follows an arrival is the word that it came too late.
  if (part === undefined || (part.part === 'way' && !holdsSecret(entry))) return false
  const handoff = await unit.handoff(part.id)
  return handoff?.state === 'declined' || handoff?.state === 'expired'
}
