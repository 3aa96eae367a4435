import type { HandoffView } from '../../shared/app/handoff/handoff-view.ts'
import type { PublishedEvent } from './event-readers.ts'
import { createFindings, type Finding, type Findings } from './finding.ts'
import type { ReadEvents } from './judge-events.ts'
import type { ReadConversation } from './judge-log.ts'
import type { PlayedHandoff } from './play-handoffs.ts'

/** Everything that is there of customers who were asked into private. */
export type ReadHandoffs = {
  played: readonly PlayedHandoff[]
  listed: readonly HandoffView[]
  conversations: readonly ReadConversation[]
  events: ReadEvents
}

export type HandoffsVerdict = {
  figures: {
    offered: number
    completed: number
    expired: number
    declined: number
    open: number
    pages: number
  }
  findings: readonly Finding[]
}

const UNACCOUNTED = 'handoffs unaccounted'
const STEPS = 'handoffs whose steps differ'
const LOST = 'words of a handoff lost'
const TWICE = 'words of a handoff twice'
const ASTRAY = 'words on the other side of a handoff'
const PAGE = 'pages of secure threads that differ'
const STUCK = 'handoffs that nobody noticed'
const UNLINKED = 'handoffs not linked'

/** What agents and customers did, held against the list of handoffs, both logs, and what was published. */
export function judgeHandoffs(read: ReadHandoffs): HandoffsVerdict {
  const findings = createFindings([UNACCOUNTED, STEPS, LOST, TWICE, ASTRAY, PAGE, STUCK, UNLINKED])
  const listed = new Map(read.listed.map((handoff) => [handoff.id, handoff]))
  for (const { id } of read.listed) {
    if (!read.played.some(({ handoffId }) => handoffId === id)) findings.add(UNACCOUNTED, `${id} is nobody's`)
  }
  for (const played of read.played) {
    judgeWords(played, read, findings)
    const handoff = listed.get(played.handoffId)
    if (handoff === undefined) {
      findings.add(UNACCOUNTED, `${played.handoffId} is not listed`)
      continue
    }
    judgeSteps(handoff, read, findings)
    judgeEnd(played, handoff, read, findings)
  }
  const count = (state: string): number => read.listed.filter((handoff) => handoff.state === state).length
  const [completed, expired, declined] = [count('completed'), count('expired'), count('declined')]
  const open = read.listed.length - completed - expired - declined
  const pages = read.played.filter(({ page }) => page !== null).length
  return {
    figures: { offered: read.played.length, completed, expired, declined, open, pages },
    findings: findings.list,
  }
}

/** What was said is there once, on the side where it was said, and a page shows it in its order. */
function judgeWords(
  { handoffId, publicWords, pressWords, privateWords, page }: PlayedHandoff,
  read: ReadHandoffs,
  findings: Findings,
): void {
  const sides = [
    { words: publicWords, side: 'public' },
    ...[...(pressWords === null ? [] : [pressWords]), ...privateWords].map((words) => ({
      words,
      side: 'private',
    })),
  ]
  for (const { words, side } of sides) {
    const found = read.conversations.flatMap(({ conversation, entries }) =>
      entries.flatMap((entry) => (entry.kind === 'message' && entry.text === words ? [conversation] : [])),
    )
    if (found.length === 0) findings.add(LOST, words)
    if (found.length > 1) findings.add(TWICE, words)
    if (found.some(({ visibility }) => visibility !== side)) findings.add(ASTRAY, words)
  }
  if (page !== null && page.join('\n') !== privateWords.join('\n')) {
    findings.add(PAGE, `${handoffId}: ${page.join(' | ')}`)
  }
}

/** Each step that the handoff has reached is told once, in its order, wherever it is read. */
function judgeSteps(
  { id, reachedAt, publicConversationId }: HandoffView,
  read: ReadHandoffs,
  findings: Findings,
): void {
  const log = read.conversations.find(({ conversation }) => conversation.id === publicConversationId)
  const lines = (log?.entries ?? []).flatMap((entry) =>
    entry.kind === 'activity' && entry.data['handoffId'] === id ? [entry.type as string] : [],
  )
  const reached = Object.keys(reachedAt).map((step) => `handoff.${step}`)
  const isWhole = lines.toSorted().join() === reached.toSorted().join() && isInOrder(lines)
  if (!isWhole) findings.add(STEPS, `${id}: the log has ${lines.join()}, the handoff ${reached.join()}`)
  for (const [where, events] of Object.entries<readonly PublishedEvent[]>(read.events)) {
    const own = events.filter(
      ({ data, type }) => data['handoffId'] === id && type !== 'handoff.arrival_refused',
    )
    const told = [...new Map(own.map((event) => [event.id, event.type])).values()]
    if (told.toSorted().join() !== lines.toSorted().join()) {
      findings.add(STEPS, `${id}: ${told.join()} in ${where}`)
    }
  }
}

const ORDER = ['offered', 'delivered', 'opened', 'verified', 'completed', 'expired', 'declined']

function isInOrder(lines: readonly string[]): boolean {
  const places = lines.map((type) => ORDER.indexOf(type.slice('handoff.'.length)))
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1))
}

/** Who came was noticed, and both sides know each other. */
function judgeEnd(
  { isCancelled, privateWords, publicConversationId }: PlayedHandoff,
  { id, state, privateConversationId }: HandoffView,
  { conversations }: ReadHandoffs,
  findings: Findings,
): void {
  const isDeclined = state === 'declined' || state === 'expired'
  if (isCancelled && !isDeclined) findings.add(STUCK, `${id} was cancelled and is ${state}`)
  if (privateWords.length > 0 && state !== 'completed' && !isDeclined) {
    findings.add(STUCK, `${id} is ${state}, and the customer wrote`)
  }
  if (state !== 'completed') return
  const linkOf = (from: string | null, to: string | null): boolean =>
    conversations.some(
      ({ conversation }) =>
        conversation.id === from &&
        conversation.linked.some((link) => link.handoffId === id && link.conversationId === to),
    )
  const isLinked =
    linkOf(publicConversationId, privateConversationId) && linkOf(privateConversationId, publicConversationId)
  if (!isLinked) findings.add(UNLINKED, id)
}
