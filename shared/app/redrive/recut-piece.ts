import type { Channel, CutOutcome, UncutPiece } from '../../channels/contract.ts'
import { toAsciiJson } from '../../domain/ascii-json.ts'
import { toDigest } from '../../domain/digest.ts'
import type { Envelope } from '../../domain/envelope.ts'
import type { Redaction } from '../../domain/redaction/redaction.ts'
import type { QuarantinePiece, QueueMessage } from '../ports.ts'
import { toQueueMessage } from '../send-envelopes.ts'
import { readLetter } from './read-letter.ts'

/** What today's code makes of a piece. `uncut`: what of it is not understood yet and must be kept. */
export type Recut =
  | { kind: 'understood'; source: string; messages: DatedMessage[]; uncut: UncutPiece[] }
  | { kind: 'stays'; reason: string }

export type DatedMessage = QueueMessage & { receivedAt: string }

export type RecutDeps = { findChannel: (name: string) => Channel | undefined; redaction: Redaction }

/** Of envelopes that were set aside whole: which group they came in is not in them, so they keep an order of their own. */
const GROUP = 'quarantine'

/** A piece of the quarantine, or a letter of a topic, cut again by today's code. */
export function recutPiece(deps: RecutDeps, piece: QuarantinePiece): Recut {
  const text = Buffer.from(piece.bytes).toString('utf8')
  const content = readLetter(text)
  if (content.kind === 'envelope') return readEnvelope(deps, content.envelope, piece.reason)
  const { source, receivedAt } = piece
  const channel = deps.findChannel(source)
  if (channel === undefined) return { kind: 'stays', reason: 'channel_unknown' }
  const { envelopes, uncut } = cutAgain(channel, piece, text, deps.redaction)
  if (envelopes.length === 0) return { kind: 'stays', reason: uncut[0]?.reason ?? 'nothing_in_it' }
  const messages = envelopes.map((cut) => ({ ...toQueueMessage(source, cut, receivedAt), receivedAt }))
  return { kind: 'understood', source, messages, uncut }
}

/** Pieces are webhook bodies of their own; what came by a topic is none, and only its own cutter reads it. */
function cutAgain(
  { cut, cutTopic }: Channel,
  { bytes, receivedAt }: QuarantinePiece,
  text: string,
  redaction: Redaction,
): CutOutcome {
  const request = { method: 'POST', headers: {}, url: '', rawQuery: '', body: bytes }
  const outcome = cut(request, redaction)
  if (outcome.envelopes.length > 0 || cutTopic === null) return outcome
  const published = cutTopic({ body: text, sentAt: receivedAt }, redaction)
  return published.envelopes.length > 0 ? published : outcome
}

function readEnvelope({ findChannel }: RecutDeps, envelope: Envelope, reason: string): Recut {
  const { source, channel, account, key, receivedAt } = envelope
  // Its place in the log is taken: a line that says that it could not be kept there.
  if (reason === 'refused_by_table') return { kind: 'stays', reason }
  const parse = findChannel(source)?.parse
  if (parse === undefined) return { kind: 'stays', reason: 'channel_unknown' }
  const isUnplaced = parse(envelope).some((event) => event.kind === 'unsupported' && event.thread === null)
  if (isUnplaced) return { kind: 'stays', reason }
  const message = {
    body: toAsciiJson(envelope),
    groupId: toDigest([channel, account.id, GROUP]),
    deduplicationId: toDigest([source, channel, account.id, key]),
    receivedAt,
  }
  return { kind: 'understood', source, messages: [message], uncut: [] }
}
