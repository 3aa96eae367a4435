import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { describe, expect, it } from 'vitest'
import { parseConversationItem, toConversationItem } from '../../../shared/aws/table-items.ts'
import { toPreview } from '../../../shared/domain/decide-addition.ts'
import { toItemSize } from '../../bench/item-size.ts'
import { conversationOf } from '../../functions/api/api-data.ts'

const AT = '2026-01-01T10:00:00.000Z'

const busy = conversationOf(1, {
  account: { id: '106540352242922', name: 'Shop of Examples' },
  assignee: 'user_01JD3Q6Z8K4N',
  team: 'support',
  tags: ['parcel', 'vip', 'german'],
  lastMessage: { seq: 12_345, text: toPreview('x'.repeat(500)), at: AT, direction: 'outbound' },
  deliveredUpTo: AT,
  readUpTo: AT,
  seq: 12_345,
  version: 23_456,
  touched: [{ seq: 12_345, revision: 3 }],
})

describe('the item of a conversation', () => {
  it.each([
    ['private, with work and watermarks', busy],
    [
      'public, with a subject',
      {
        ...busy,
        visibility: 'public' as const,
        root: '106540352242922_122103',
        subject: 'Our new lamp',
        deliveredUpTo: null,
        readUpTo: null,
      },
    ],
  ])('%s: this guarantees that every transaction writes less than one KB', (_, conversation) => {
    expect(toItemSize(marshall(toConversationItem(conversation)))).toBeLessThan(1_024)
  })

  it('this guarantees that what is null is left out and comes back as null', () => {
    const quiet = conversationOf(2)
    const item = toConversationItem(quiet)
    expect(Object.values(item)).not.toContain(null)
    expect(parseConversationItem(unmarshall(marshall(item)))).toEqual(quiet)
    expect(parseConversationItem(toConversationItem(busy))).toEqual(busy)
  })

  it('this guarantees that an item without what it must have is refused', () => {
    const { seq: _, ...item } = toConversationItem(busy)
    expect(() => parseConversationItem(item)).toThrow('a CONV item')
  })
})
