import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { conversationKey, entryKey } from '../../shared/aws/table-items.ts'
import { saveDefaultRules } from '../support/save-rules.ts'
import { startDynoxide } from '../support/start-dynoxide.ts'
import { createInboxUnderTest } from './inbox-under-test.ts'
import type { Item } from './item-size.ts'
import { INBOX } from './kinds/kind.ts'
import type { Sample } from './samples.ts'

/** Everything that storing one text of each sample leaves in the table. */
export async function createSeedItems(
  samples: readonly Sample[],
  shards: { queue: number; feed: number },
): Promise<{ items: Item[]; conversationIds: string[] }> {
  const dynoxide = await startDynoxide()
  try {
    const table = await dynoxide.createInboxTable()
    await saveDefaultRules(table)
    const inbox = createInboxUnderTest(table, shards)
    const conversationIds = []
    for (const { way, next } of samples) {
      const [outcome] = await inbox.store(way.channel, next(INBOX))
      if (outcome?.kind !== 'stored') throw new Error(`${way.name} was not stored but ${outcome?.kind}`)
      conversationIds.push(outcome.conversationId)
    }
    const { Items = [] } = await table.client.send(new ScanCommand({ TableName: table.name }))
    return { items: Items, conversationIds }
  } finally {
    await dynoxide.stop()
  }
}

/** The seed, with the log of one conversation grown to `length` by copies of its first entry. */
export function* growLog(seed: readonly Item[], conversationId: string, length: number): Generator<Item> {
  const conversation = findItem(seed, conversationKey(conversationId))
  const first = unmarshall(findItem(seed, entryKey(conversationId, 1)))
  for (let seq = 2; seq <= length; seq++) {
    const providerId = `${String(first['providerId'])}${seq}`
    yield marshall({ ...first, ...entryKey(conversationId, seq), seq, providerId })
  }
  const { lastMessage, ...rest } = unmarshall(conversation)
  const grown = { ...rest, seq: length, version: length, unread: length }
  yield marshall({ ...grown, lastMessage: { ...(lastMessage as object), seq: length } })
}

function findItem(items: readonly Item[], { pk, sk }: { pk: string; sk: string }): Item {
  const item = items.find((each) => each['pk']?.S === pk && each['sk']?.S === sk)
  if (item === undefined) throw new Error(`the seed has no ${sk}`)
  return item
}
