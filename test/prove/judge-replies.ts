import type { SentCall } from '../platforms/server/sent-log.ts'
import type { PublishedEvent } from './event-readers.ts'
import { isOfWork } from './judge-clocks-told.ts'
import { createFindings, type Finding, type Findings } from './finding.ts'
import type { ReadEvents } from './judge-events.ts'
import type { MessageView, ReadConversation } from './judge-log.ts'
import type { AcceptedReply } from './post-replies.ts'

export type RepliesVerdict = {
  figures: {
    accepted: number
    sentOnce: number
    failed: number
    unknown: number
    sentTwice: number
    unaccounted: number
    /** How often each reason was given. */
    reasons: Readonly<Record<string, number>>
  }
  findings: readonly Finding[]
}

export type ReadReplies = {
  /** In each conversation in the agents' order. */
  accepted: readonly AcceptedReply[]
  /** One key, two entries. */
  twins: readonly string[]
  conversations: readonly ReadConversation[]
  events: ReadEvents
  /** What the platforms received, oldest first. */
  calls: readonly SentCall[]
}

const OUT: ReadonlySet<string> = new Set(['sent', 'delivered', 'read'])
/** What each event says that the message is now. A message goes forward only. */
const RANKS = ['queued', 'unknown', 'sent', 'delivered', 'read', 'failed']

/**
 * What became of every reply that the inbox accepted, by its log, held against what the platforms say that they were asked, and
 * against what was published.
 */
export function judgeReplies(read: ReadReplies): RepliesVerdict {
  const findings = createFindings([
    'replies sent twice',
    'replies unaccounted',
    'replies said to be sent that nobody was asked to send',
    'replies said to have failed that were sent',
    'replies without a reason',
    'replies written twice',
    'replies out of order',
    'replies whose events differ',
  ])
  const entries = new Map(
    read.conversations.flatMap(({ entries: log }) =>
      log.flatMap((entry) => (entry.kind === 'message' ? [[entry.id, entry] as const] : [])),
    ),
  )
  const calls = read.accepted.map(({ words }) => findCalls(read.calls, words))
  const counts = { sentOnce: 0, failed: 0, unknown: 0, reasons: {} as Record<string, number> }
  for (const [index, reply] of read.accepted.entries()) {
    const entry = entries.get(reply.entryId)
    const taken = (calls[index] ?? []).filter(mayBeTaken)
    if (taken.length > 1) findings.add('replies sent twice', `${reply.entryId}: ${taken.length} calls`)
    const fate = entry === undefined ? null : toFate(reply, entry, taken, findings)
    if (fate === null)
      findings.add('replies unaccounted', `${reply.entryId} is ${entry?.status ?? 'not there'}`)
    else counts[fate] += 1
    const code = entry?.error?.code
    if (fate === 'failed' && code != null) counts.reasons[code] = (counts.reasons[code] ?? 0) + 1
    if (entry !== undefined) judgeStory(entry, read.events, findings)
  }
  for (const pair of read.twins) findings.add('replies written twice', pair)
  judgeOrder(read, calls, findings)
  const countOf = (name: string): number => findings.list.find((finding) => finding.name === name)?.count ?? 0
  return {
    figures: {
      accepted: read.accepted.length,
      ...counts,
      sentTwice: countOf('replies sent twice'),
      unaccounted: countOf('replies unaccounted'),
    },
    findings: findings.list,
  }
}

type PlacedCall = SentCall & { place: number }

/** Questions about a message are no messages. */
function findCalls(calls: readonly SentCall[], words: string): PlacedCall[] {
  const mark = words.slice(0, words.indexOf(']') + 1)
  return calls.flatMap((call, place) => {
    const { method, body } = call.request
    return method === 'POST' && JSON.stringify(body).includes(mark) ? [{ ...call, place }] : []
  })
}

/** Whether the platform has it. Where the connection ended without an answer, only the platform knows. */
function mayBeTaken({ response }: SentCall): boolean {
  return response === null || (response.status >= 200 && response.status < 300)
}

function toFate(
  { entryId, words }: AcceptedReply,
  { status, error, text, providerId }: MessageView,
  taken: readonly SentCall[],
  findings: Findings,
): 'sentOnce' | 'failed' | 'unknown' | null {
  if (text !== words) return null
  if (OUT.has(status)) {
    if (taken.length === 0) findings.add('replies said to be sent that nobody was asked to send', entryId)
    return 'sentOnce'
  }
  if (status === 'unknown') return 'unknown'
  if (status !== 'failed') return null
  if (error?.code == null || error.title === '') findings.add('replies without a reason', entryId)
  // What the platform took may fail afterwards: then it was told so, of a message that has a name there.
  const isAnswered = taken.some(({ response }) => response !== null)
  if (isAnswered && providerId === null) {
    findings.add('replies said to have failed that were sent', `${entryId}: ${error?.code}`)
  }
  return 'failed'
}

/** The platforms got them as the agents wrote them. */
function judgeOrder(
  { accepted }: ReadReplies,
  calls: readonly (readonly PlacedCall[])[],
  findings: Findings,
): void {
  const last = new Map<string, number>()
  for (const [index, { conversationId, entryId }] of accepted.entries()) {
    const before = last.get(conversationId) ?? -1
    const places = (calls[index] ?? []).map(({ place }) => place)
    if (places.some((place) => place < before)) findings.add('replies out of order', entryId)
    last.set(conversationId, Math.max(before, ...places))
  }
}

/** Every change of the reply was published, wherever it is read, and together they say what the log says. */
function judgeStory(entry: MessageView, events: ReadEvents, findings: Findings): void {
  for (const [where, published] of Object.entries<readonly PublishedEvent[]>(events)) {
    const own = published
      .filter(({ conversationId, seq }) => conversationId === entry.conversationId && seq === entry.seq)
      // What came after the log was read is no contradiction.
      .filter(({ revision }) => revision <= entry.revision)
      .filter((event) => !isOfWork(event))
      .toSorted((left, right) => left.revision - right.revision || left.part - right.part)
    const story = [...new Map(own.map((event) => [event.id, event])).values()]
    const complaint = findComplaint(entry, story)
    if (complaint !== null)
      findings.add('replies whose events differ', `${entry.id} in ${where}: ${complaint}`)
  }
}

function findComplaint(
  { id, status, revision }: MessageView,
  story: readonly PublishedEvent[],
): string | null {
  const types = story.map(({ type }) => type.replace('message.', ''))
  const told = types.join(', ')
  const revisions = new Set(story.map((event) => event.revision))
  if (revisions.size !== revision) return `${revisions.size} of ${revision} revisions (${told})`
  if (story.some(({ data }) => data['entryId'] !== id)) return 'they name another entry'
  if (!types.every((type) => RANKS.includes(type))) return `nobody expects ${told}`
  const isForward = types.every((type, index) => index === 0 || isStep(types[index - 1] ?? '', type))
  if (!isForward || types[0] !== 'queued') return `it goes ${told}`
  return types.at(-1) === status ? null : `it is ${status}, after ${told}`
}

/** Given up here and yet taken by the platform: what the platform has, the customer has. */
function isStep(from: string, to: string): boolean {
  return RANKS.indexOf(to) > RANKS.indexOf(from) || (from === 'failed' && to === 'sent')
}
