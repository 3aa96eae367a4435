import { marshall } from '@aws-sdk/util-dynamodb'
import { toConversationItem } from '../../shared/aws/table-items.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { type Conversation, ConversationStatus } from '../../shared/domain/conversation.ts'
import { conversationOf, minutesAfterNoon } from '../functions/api/api-data.ts'
import { createRandom } from '../support/random.ts'
import type { Item } from './item-size.ts'

const ACCOUNTS = 3
const ASSIGNEES = 8
const TEAMS = 3
const TAGS = ['parcel', 'refund', 'vip', 'german', 'complaint']
/** Conversations that share their instant, so that an order by time alone would not do. */
const SAME_INSTANT = 3
/** One of so many is found by every filter but the status. */
const OF_EVERY_FILTER = 100

/** Conversations of every status, channel and visibility, some assigned and tagged; the same ones for a seed. */
export function createVariedConversations(count: number, seed: number): Conversation[] {
  const random = createRandom(seed)
  const places = CHANNELS.flatMap(({ manifest: { name, provider, visibilities } }) =>
    visibilities.map((visibility) => ({ channel: name, provider, visibility })),
  )
  return Array.from({ length: count }, (_, n) => {
    const account = random.integer(1, ACCOUNTS)
    const assignee = random.chance(0.4) ? `user-${random.integer(1, ASSIGNEES)}` : null
    const varied: Partial<Conversation> = {
      ...places[random.integer(0, places.length - 1)],
      account: { id: `account-${account}`, name: `Shop ${account}` },
      // Half of them open, as in a team that keeps up.
      status: random.chance(0.35) ? 'open' : random.pick(['open', 'pending', 'snoozed', 'closed']),
      assignee,
      team: random.chance(0.5) ? `team-${random.integer(1, TEAMS)}` : null,
      tags: TAGS.filter(() => random.chance(0.2)),
      activityAt: minutesAfterNoon(Math.floor(random.integer(0, count - 1) / SAME_INSTANT)),
    }
    return conversationOf(n, n % OF_EVERY_FILTER === 0 ? { ...varied, ...toMatching() } : varied)
  })
}

function toMatching(): Partial<Conversation> {
  const { channel, visibility, account, assignee, team, tag } = SAMPLE_FILTER
  return { channel, visibility, account: { id: account, name: null }, assignee, team, tags: [tag] }
}

export function toConversationItems(conversations: readonly Conversation[]): Item[] {
  return conversations.map((each) => marshall(toConversationItem(each), { removeUndefinedValues: true }))
}

/** A value of each filter of the list, each there for some of the conversations. */
export const SAMPLE_FILTER = {
  status: ConversationStatus.enum.open,
  channel: CHANNELS[0]?.manifest.name ?? '',
  visibility: 'private',
  account: 'account-2',
  assignee: 'user-3',
  team: 'team-1',
  tag: 'parcel',
} as const

export type FilterName = keyof typeof SAMPLE_FILTER

/** Every subset of the filters, the empty one first. */
export function listFilterCombinations(): FilterName[][] {
  const names = Object.keys(SAMPLE_FILTER) as FilterName[]
  return names.reduce<FilterName[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]])
}

export function toQuery(
  names: readonly FilterName[],
  limit: number,
  filter: Readonly<Record<FilterName, string>> = SAMPLE_FILTER,
): string {
  const query = new URLSearchParams(names.map((name): [string, string] => [name, filter[name]]))
  query.set('limit', String(limit))
  return query.toString()
}
