import { marshall } from '@aws-sdk/util-dynamodb'
import {
  contactConversationKey,
  toContactItem,
  toConversationItem,
  toEntryItem,
} from '../../shared/aws/table-items.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import { contactOf, conversationOf, messageOf, minutesAfterNoon } from '../functions/api/api-data.ts'
import { createApiUnderTest } from './api-under-test.ts'
import { meterTable } from './capacity-meter.ts'
import { startFilledTable } from './filled-table.ts'
import type { Item } from './item-size.ts'
import { toPageFigure, walkPages } from './page-walk.ts'
import type { Section } from './report.ts'

const PAGES = { atLeast: 60, atMost: 60 }
const MINUTES_A_CONVERSATION = 60

type History = {
  name: string
  conversations: number
  entries: number
  order: 'together' | 'one after another'
}

const HISTORIES: readonly History[] = [
  { name: '3 conversations, 100 messages each', conversations: 3, entries: 100, order: 'together' },
  {
    name: '200 conversations, 10 messages each',
    conversations: 200,
    entries: 10,
    order: 'one after another',
  },
  { name: '200 conversations, 10 messages each', conversations: 200, entries: 10, order: 'together' },
]

/** One person's history over all conversations. */
export async function benchTimeline(): Promise<Section> {
  const contacts = HISTORIES.map((_, index) => contactOf(900_000 + index))
  const items = HISTORIES.flatMap((history, index) => toItems(history, contacts[index], index * 1000))
  const filled = await startFilledTable(items)
  try {
    const meter = meterTable(filled.table, filled.readItem)
    const get = createApiUnderTest(filled.table, 4)
    const pathOf = (index: number): string => `/v1/contacts/${contacts[index]?.id}/timeline?limit=25`
    await walkPages(get, meter, pathOf(0), PAGES)
    const figures = []
    for (const [index, { name, order }] of HISTORIES.entries()) {
      figures.push(toPageFigure(`${name}, ${order}`, await walkPages(get, meter, pathOf(index), PAGES)))
    }
    return {
      title: 'Timeline of a contact, pages of 25: p50 / p95 / slowest page',
      figures,
      notes: [
        'each page reads the contact, its pointers and the items of all its conversations, consistently; then the logs that it needs.',
        'a page late in a list is not dearer than its first: the list is read to its end, and again.',
      ],
    }
  } finally {
    await filled.stop()
  }
}

function toItems(history: History, contact: Contact | undefined, first: number): Item[] {
  if (contact === undefined) return []
  const { conversations, entries, order } = history
  const stored = Array.from({ length: conversations }, (_, index) => {
    const start = order === 'together' ? 0 : index * MINUTES_A_CONVERSATION
    const timeOf = (seq: number): string => minutesAfterNoon(start + seq)
    const conversation = conversationOf(first + index, {
      contactId: contact.id,
      seq: entries,
      createdAt: timeOf(1),
      updatedAt: timeOf(entries),
      activityAt: timeOf(entries),
      lastMessage: { seq: entries, text: 'message', at: timeOf(entries), direction: 'inbound' },
    })
    const messages = Array.from({ length: entries }, (__, at) =>
      messageOf(conversation, at + 1, { at: timeOf(at + 1), sentAt: timeOf(at + 1) }),
    )
    const pointer = contactConversationKey(contact.id, conversation.id)
    return [pointer, toConversationItem(conversation), ...messages.map(toEntryItem)]
  })
  const records: object[] = [toContactItem(contact), ...stored.flat()]
  return records.map((record) => marshall(record, { removeUndefinedValues: true }))
}
