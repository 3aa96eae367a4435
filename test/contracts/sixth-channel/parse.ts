import * as z from 'zod/mini'
import type { Envelope } from '../../../shared/domain/envelope.ts'
import type { Party } from '../../../shared/domain/identity.ts'
import type { InboundEvent, Thread } from '../../../shared/domain/inbound.ts'
import { toIsoTime } from '../../../shared/channels/kit/timestamps.ts'

/** Loose on what we do not read, strict on what we do. */
const Letter = z.object({
  id: z.string().check(z.minLength(1)),
  bird: z.string().check(z.minLength(1)),
  name: z.optional(z.string()),
  sent: z.optional(z.number()),
  /** Post on the loft's wall that this hangs under; its own id for a post of its own; absent for a private letter. */
  wall: z.optional(z.string().check(z.minLength(1))),
  answers: z.optional(z.string()),
  words: z.optional(z.string()),
})
type Letter = z.infer<typeof Letter>

/** A letter with words is a message; one that carries something else is kept as it came. */
export function parseLetter({ payload }: Envelope): InboundEvent[] {
  const parsed = Letter.safeParse(payload)
  if (!parsed.success) {
    return [{ kind: 'unsupported', providerId: '', thread: null, sentAt: null, of: 'letter', raw: payload }]
  }
  const letter = parsed.data
  const thread = toThread(letter)
  const sentAt = toIsoTime(letter.sent)
  const { id: providerId, words, answers = null } = letter
  if (words === undefined) {
    return [{ kind: 'unsupported', providerId, thread, sentAt, of: 'wordless', raw: payload }]
  }
  const nothing = { attachments: [], referral: null, forwarded: false }
  const content = { type: 'text' } as const
  return [{ ...nothing, kind: 'message', providerId, thread, sentAt, text: words, content, replyTo: answers }]
}

function toThread({ id, bird, name, wall }: Letter): Thread {
  const identity = { channel: 'pigeon', scope: '-', externalId: bird }
  const party: Party = { identities: [identity], name: name ?? null, handle: null }
  if (wall === undefined) return { visibility: 'private', party }
  return { visibility: 'public', party, root: wall, parent: wall === id ? null : wall, subject: null }
}
