import type { ContactView } from '../../shared/app/contact-view.ts'
import type { ConversationView } from '../../shared/app/conversation-view.ts'
import type { EntryView } from '../../shared/app/entry-view.ts'
import { createFindings, type Finding, type Findings } from './finding.ts'
import type { ExpectedEntry, Lane } from './lane.ts'

export type MessageView = Extract<EntryView, { kind: 'message' }>
export type ReadConversation = { conversation: ConversationView; entries: EntryView[] }
/** What the API answered: every conversation with its log, and the contact of each lane. */
export type ReadLog = { conversations: ReadConversation[]; contacts: (ContactView | null)[] }

/** An entry that was read, where it was expected. */
export type FoundEntry = {
  read: MessageView
  conversation: ConversationView
  expected: ExpectedEntry
  lane: Lane
}

export type LogVerdict = { sent: number; stored: number; found: FoundEntry[]; findings: readonly Finding[] }

/** Compares the log with what was sent: nothing lost, twice, strange, out of order or different, and no gaps in `seq`. */
export function judgeLog(
  lanes: readonly Lane[],
  log: ReadLog,
  others: {
    /** What agents wrote here is judged by `judgeReplies`. */
    replies: ReadonlySet<string>
    /** How many files of a message were told to be there or not: each made a revision. */
    files: ReadonlyMap<string, number>
  },
): LogVerdict {
  const { replies, files } = others
  const findings = createFindings([
    'lost',
    'duplicates',
    'out of order',
    'never sent',
    'split conversations',
    'gaps in seq',
    'marked gap',
    'entries that differ',
    'contacts that differ',
  ])
  const messages = log.conversations.flatMap(({ conversation, entries }) =>
    entries.flatMap((read) =>
      read.kind === 'message' && !replies.has(read.id) ? [{ read, conversation }] : [],
    ),
  )
  const byKey = Map.groupBy(messages, ({ read, conversation }) =>
    toKey(conversation.channel, conversation.account.id, read.providerId ?? ''),
  )
  const found = lanes.flatMap((lane, index) => {
    judgeContact(lane, log.contacts[index] ?? null, findings)
    return judgeLane(lane, byKey, files, findings)
  })
  const expectedKeys = new Set(
    lanes.flatMap(({ channel, accountId, entries }) =>
      entries.map(({ providerId }) => toKey(channel, accountId, providerId)),
    ),
  )
  for (const key of byKey.keys()) if (!expectedKeys.has(key)) findings.add('never sent', key)
  log.conversations.forEach((read) => judgeConversation(read, findings))
  return { sent: expectedKeys.size, stored: messages.length, found, findings: findings.list }
}

type Stored = { read: MessageView; conversation: ConversationView }

function judgeLane(
  lane: Lane,
  byKey: ReadonlyMap<string, Stored[]>,
  files: ReadonlyMap<string, number>,
  findings: Findings,
): FoundEntry[] {
  const found: FoundEntry[] = []
  for (const expected of lane.entries) {
    const key = toKey(lane.channel, lane.accountId, expected.providerId)
    const [stored, ...others] = byKey.get(key) ?? []
    for (const { read } of others) findings.add('duplicates', `${key} again as seq ${read.seq}`)
    if (stored === undefined) {
      findings.add('lost', key)
      continue
    }
    const before = found.at(-1)
    if (lane.isOrdered && before !== undefined && stored.read.seq < before.read.seq) {
      findings.add('out of order', `${key} is seq ${stored.read.seq}, after seq ${before.read.seq}`)
    }
    const difference =
      stored.conversation.visibility === lane.visibility
        ? findDifference(expected, stored.read, files.get(stored.read.id) ?? 0)
        : `it is ${stored.conversation.visibility}`
    if (difference !== null) findings.add('entries that differ', `${key}: ${difference}`)
    found.push({ ...stored, expected, lane })
  }
  const conversations = new Set(found.map(({ conversation }) => conversation.id))
  if (conversations.size > 1) findings.add('split conversations', [...conversations].join(' '))
  return found
}

function judgeContact(lane: Lane, contact: ContactView | null, findings: Findings): void {
  const { channel, scope, externalId } = lane.identity
  const identity = contact?.identities.find(
    (one) => one.channel === channel && one.scope === scope && one.externalId === externalId,
  )
  const optOut = identity?.optOuts?.[lane.accountId]
  const isOut = lane.isOptedOut
  const person = contact === null ? [] : [contact.id, ...contact.merged.map(({ id }) => id)]
  if (identity === undefined) findings.add('contacts that differ', `${externalId} is not there`)
  else if (isOut !== (optOut !== undefined)) {
    findings.add('contacts that differ', `${externalId} is ${isOut ? 'not ' : ''}opted out`)
  } else if (person.toSorted().join() !== lane.person.toSorted().join()) {
    findings.add('contacts that differ', `${externalId} is ${person.join()}, not ${lane.person.join()}`)
  }
}

function judgeConversation({ conversation, entries }: ReadConversation, findings: Findings): void {
  const { id, seq, gap } = conversation
  const isWhole = entries.length === seq && entries.every((entry, index) => entry.seq === index + 1)
  if (!isWhole)
    findings.add('gaps in seq', `${id} says ${seq} and has ${entries.map((one) => one.seq).join()}`)
  if (gap) findings.add('marked gap', id)
}

/** The first field that is not as it was sent, in words. */
function findDifference(expected: ExpectedEntry, read: MessageView, files: number): string | null {
  const pairs: [string, unknown, unknown][] = [
    ['direction', expected.direction, read.direction],
    ['content', expected.isRemoved ? 'text' : expected.content, read.content.type],
    ['text', expected.textNow, read.text],
    ['status', expected.status, read.status],
    ['revision', expected.changes.length + 1 + files, read.revision],
    ['removed', expected.isRemoved, read.removedAt !== null],
    ['hidden', expected.isHidden, (read.hiddenAt ?? null) !== null],
    ['reaction', expected.reaction, read.reactions[0]?.emoji ?? null],
  ]
  const wrong = pairs.find(([, wanted, got]) => wanted !== got)
  return wrong === undefined
    ? null
    : `${wrong[0]} is ${JSON.stringify(wrong[2])}, not ${JSON.stringify(wrong[1])}`
}

function toKey(channel: string, accountId: string, providerId: string): string {
  return `${channel} ${accountId} ${providerId}`
}
