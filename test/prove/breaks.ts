import { at, type Break, replace, swap } from './break-lists.ts'
import { DELAYS } from './judge-delays.ts'
import type { MessageView } from './judge-log.ts'
import type { ReadBack } from './judge.ts'

/** Each breaks one thing in what was read back, and names what must be found then. */
export const BREAKS: readonly Break[] = [
  {
    finding: 'lost',
    name: 'an entry is not there',
    break: (read) => void someConversation(read).entries.pop(),
  },
  {
    finding: 'duplicates',
    name: 'an entry is there twice',
    break: (read) => {
      const { entries } = someConversation(read)
      entries.push({ ...at(entries, 0), seq: entries.length + 1 })
    },
  },
  {
    finding: 'out of order',
    name: 'two entries changed places',
    break: (read) => {
      const { entries } = someConversation(read)
      const [first, second] = [at(entries, 0), at(entries, 1)]
      replace(entries, 0, { ...second, seq: 1 })
      replace(entries, 1, { ...first, seq: 2 })
    },
  },
  {
    finding: 'never sent',
    name: 'an entry of nobody',
    break: (read) => {
      const { entries } = someConversation(read)
      entries.push({
        ...at(entries, 0),
        providerId: 'invented',
        seq: entries.length + 1,
      } as (typeof entries)[0])
    },
  },
  {
    finding: 'split conversations',
    name: 'a customer has two conversations',
    break: (read) => {
      const { conversation, entries } = someConversation(read)
      read.log.conversations.push({
        conversation: { ...conversation, id: 'cnv_other' },
        entries: entries.splice(-1, 1),
      })
    },
  },
  {
    finding: 'gaps in seq',
    name: 'a number is left out',
    break: (read) => {
      const { entries } = someConversation(read)
      replace(entries, 1, { ...at(entries, 1), seq: 99 })
    },
  },
  {
    finding: 'marked gap',
    name: 'a conversation says that it has a hole',
    break: (read) => void (someConversation(read).conversation.gap = true),
  },
  {
    finding: 'entries that differ',
    name: 'other words',
    break: (read) => {
      const { entries } = someConversation(read)
      replace(entries, 0, { ...at(entries, 0), text: 'other' } as (typeof entries)[0])
    },
  },
  {
    finding: 'entries that differ',
    name: 'a revision too many',
    break: (read) => {
      const { entries } = someConversation(read)
      replace(entries, 0, { ...at(entries, 0), revision: 2 })
    },
  },
  {
    finding: 'files told otherwise than they are',
    name: 'a file waits for ever',
    break: (read) => {
      const { entries } = someConversation(read)
      const index = entries.findIndex(({ kind }) => kind === 'message')
      const waits = { id: 'att_1', type: 'image', status: 'pending' }
      replace(entries, index, { ...at(entries, index), attachments: [waits] } as (typeof entries)[number])
    },
  },
  {
    finding: 'files that are lost',
    name: 'a file failed although its platform has it',
    break: (read) => {
      const { attachments } = someWithFiles(read)
      replace(attachments, 0, { ...at(attachments, 0), status: 'failed' })
    },
  },
  {
    finding: 'files that are lost',
    name: 'a message has come without a file of its',
    break: (read) => void someWithFiles(read).attachments.pop(),
  },
  {
    finding: 'contacts that differ',
    name: 'a contact is not there',
    break: (read) => replace(read.log.contacts, 0, null),
  },
  ...(['feed', 'live', 'bus'] as const).map((where) => ({
    finding: `missing (${where})`,
    name: 'an event did not come',
    break: (read: ReadBack) => void (read.events[where] as unknown[]).shift(),
  })),
  {
    finding: 'ids of nothing',
    name: 'an event that nothing explains',
    break: (read) => {
      const events = read.events.bus
      replace(events, 0, { ...at(events, 0), id: 'evt_invented' })
    },
  },
  {
    finding: 'feed out of order',
    name: 'two entries’ events changed places',
    break: (read) => {
      const { id } = someConversation(read).conversation
      const { feed } = read.events
      const places = feed.flatMap((event, index) =>
        event.conversationId === id && event.type.startsWith('message.') ? [index] : [],
      )
      swap(feed, at(places, 0), at(places, 1))
    },
  },
  {
    finding: 'counts that differ',
    name: 'an event of another type',
    break: (read) => {
      const { feed } = read.events
      replace(feed, 0, { ...at(feed, 0), type: 'contact.opted_in' })
    },
  },
  {
    finding: DELAYS,
    name: 'an account says twice that its platform is late',
    break: ({ events: { feed, bus } }) => {
      for (const id of ['evt_late', 'evt_later']) {
        const late = { ...at(feed, 0), id, type: 'account.degraded', data: { code: 'webhooks_delayed' } }
        for (const events of [feed, bus]) (events as unknown[]).push(late)
      }
    },
  },
  {
    finding: DELAYS,
    name: 'only the feed says it',
    break: ({ events: { feed } }) => {
      const data = { code: 'webhooks_delayed' }
      ;(feed as unknown[]).push({ ...at(feed, 0), id: 'evt_late', type: 'account.degraded', data })
    },
  },
  {
    finding: 'events that differ',
    name: 'an event with other words',
    break: (read) => {
      const { feed } = read.events
      const index = feed.findIndex(({ type }) => type === 'message.received')
      const event = at(feed, index)
      replace(feed, index, { ...event, data: { ...event.data, text: 'other' } })
    },
  },
  {
    finding: 'events that differ',
    name: 'the bus says something else than the feed',
    break: (read) => {
      const { bus } = read.events
      replace(bus, 0, { ...at(bus, 0), occurredAt: '2026-11-22T13:00:00.000Z' })
    },
  },
  {
    finding: 'not in quarantine',
    name: 'a broken body is nowhere',
    break: (read) => void (read.sidelines.quarantine as string[]).pop(),
  },
  {
    finding: 'wrongly in quarantine',
    name: 'a good body is in quarantine',
    break: (read) => {
      const part = JSON.parse(at(read.sidelines.quarantine, 0)) as object
      const other = { ...part, id: 'qrt_other', data: 'H4sIAAAAAAAAA8tIzcnJVyjPL8pJAQCFEUoNCwAAAA==' }
      ;(read.sidelines.quarantine as string[]).push(JSON.stringify(other))
    },
  },
  {
    finding: 'dead letters',
    name: 'something was given up',
    break: (read) => void (read.sidelines.deadLetters as string[]).push('inbound-dead: {}'),
  },
]

/** The first conversation with at least three entries, whose first has not been changed. */
function someConversation(read: ReadBack): ReadBack['log']['conversations'][number] {
  const found = read.log.conversations.find(
    ({ entries }) => entries.length > 2 && entries.slice(0, 2).every(({ revision }) => revision === 1),
  )
  if (found === undefined) throw new Error('the plan has no such conversation')
  return found
}

/** The first message with files that its platform has. */
function someWithFiles(read: ReadBack): MessageView {
  const messages = read.log.conversations.flatMap(({ entries }) => entries)
  const found = messages.find((entry) => entry.kind === 'message' && entry.attachments.length > 0)
  if (found?.kind !== 'message') throw new Error('the plan has no such message')
  return found
}
