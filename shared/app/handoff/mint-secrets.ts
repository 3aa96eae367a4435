import type { MessageEntry } from '../../domain/entry.ts'
import { type HandoffPass, toCode, toLinkToken, toPassDigest } from '../../domain/handoff/pass.ts'
import type { Clock } from '../ports.ts'
import type { UnitOfWork } from '../unit-of-work.ts'

export type MintDeps = {
  clock: Clock
  /** 32 bytes that nobody can guess. */
  nextSecret: () => Uint8Array
}

/**
 * The words of a message as they are sent: link and code are made now, their digests are saved with the claim, and nothing
 * else remembers them. A message that is tried again has others; all of them lead to the handoff until it ends.
 */
export async function mintSecrets(
  { clock, nextSecret }: MintDeps,
  unit: UnitOfWork,
  { text, outgoing }: MessageEntry,
  publicUrl: string,
): Promise<string | null> {
  const part = outgoing?.handoff
  if (part === undefined || text === null) return text
  const link = part.link?.startsWith('/') ? `${publicUrl}${part.link}` : part.link
  const template = text.replaceAll('{link}', link ?? '')
  const needs = (name: string): boolean => template.includes(name)
  if (!needs('{code}') && !needs('{token}')) return template
  const handoff = await unit.handoff(part.id)
  if (handoff === null) return template
  const keep = (use: HandoffPass['use'], secret: string): string => {
    const digest = toPassDigest(use, secret)
    const madeAt = clock.now().toISOString()
    unit.putHandoffPass({ digest, handoffId: handoff.id, use, validUntil: handoff.expiresAt, madeAt })
    return secret
  }
  const filled = needs('{token}')
    ? template.replaceAll('{token}', keep('link', toLinkToken(nextSecret())))
    : template
  return needs('{code}') ? filled.replaceAll('{code}', keep('code', toCode(nextSecret()))) : filled
}

/** Whether the words of a message differ from those that were sent: then it cannot be found by them. */
export function holdsSecret({ text, outgoing }: MessageEntry): boolean {
  const template = `${text ?? ''}${outgoing?.handoff?.link ?? ''}`
  return outgoing?.handoff !== undefined && /\{(?:link|code|token)\}/.test(template)
}
