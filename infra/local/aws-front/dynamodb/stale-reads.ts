import * as z from 'zod'
import type { Weather } from '../../weather.ts'
import type { Answer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import type { Forward } from '../forward.ts'
import { mapJsonAnswer, withBody, type JsonObject } from '../json-body.ts'
import type { LaggingCopies } from './lagging-copies.ts'

const Read = z.looseObject({
  TableName: z.string(),
  IndexName: z.string().optional(),
  ConsistentRead: z.boolean().optional(),
})
const READS = new Set(['GetItem', 'Query', 'Scan'])

/**
 * Answers an eventually consistent read from the lagging copy when its rule strikes; null when it does not, and for every
 * other operation. BatchGetItem is always answered as of now.
 */
export async function staleAnswer(
  request: AwsRequest,
  body: JsonObject,
  options: { copies: LaggingCopies; forward: Forward; weather: Weather },
): Promise<Answer | null> {
  if (!READS.has(request.action)) return null
  const read = Read.safeParse(body)
  if (!read.success || read.data.ConsistentRead === true) return null
  const rule = read.data.IndexName === undefined ? 'dynamodb-stale-read' : 'dynamodb-stale-index'
  if (!options.weather.chance(rule)) return null

  const copyName = await options.copies.staleNameOf(read.data.TableName)
  const answer = await options.forward(withBody(request, { ...body, TableName: copyName }))
  return mapJsonAnswer(answer, (found) => {
    const capacity = found['ConsumedCapacity']
    if (typeof capacity !== 'object' || capacity === null) return found
    return { ...found, ConsumedCapacity: { ...capacity, TableName: read.data.TableName } }
  })
}
