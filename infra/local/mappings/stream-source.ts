import * as z from 'zod'
import { AwsCallError, callAws } from '../aws-json.ts'
import { StreamRecord } from './stream-record.ts'

const PAGE_RECORDS_MAX = 500

const Described = z.object({ Table: z.object({ LatestStreamArn: z.string() }) })
const Stream = z.object({
  StreamDescription: z.object({ Shards: z.array(z.object({ ShardId: z.string() })).min(1) }),
})
const Iterator = z.object({ ShardIterator: z.string() })
const Page = z.object({ Records: z.array(StreamRecord), NextShardIterator: z.string().optional() })

export type StreamSource = {
  streamArn: string
  /** Starts after a sequence number, or at the beginning of the stream. */
  seek: (after: string | null) => Promise<void>
  read: () => Promise<StreamRecord[]>
}

/** The stream of a table in the emulator, which has one shard. */
export async function openStream(dynamodbUrl: string, tableName: string): Promise<StreamSource> {
  const streams = (action: string, body: object) =>
    callAws(dynamodbUrl, 'DynamoDBStreams_20120810', action, body)
  const table = await callAws(dynamodbUrl, 'DynamoDB_20120810', 'DescribeTable', { TableName: tableName })
  const streamArn = Described.parse(table).Table.LatestStreamArn
  let iterator = ''
  let last: string | null = null

  const seek = async (after: string | null): Promise<void> => {
    const stream = Stream.parse(await streams('DescribeStream', { StreamArn: streamArn }))
    const shards = stream.StreamDescription.Shards
    const [shard] = shards
    if (shard === undefined || shards.length > 1) {
      throw new Error(`The stream of ${tableName} has ${shards.length} shards, the runner reads one.`)
    }
    const answer = await streams('GetShardIterator', {
      StreamArn: streamArn,
      ShardId: shard.ShardId,
      ...(after === null
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
    })
    iterator = Iterator.parse(answer).ShardIterator
    last = after
  }

  return {
    streamArn,
    seek,
    read: async () => {
      try {
        const page = Page.parse(
          await streams('GetRecords', { ShardIterator: iterator, Limit: PAGE_RECORDS_MAX }),
        )
        iterator = page.NextShardIterator ?? iterator
        last = page.Records.at(-1)?.dynamodb.SequenceNumber ?? last
        return page.Records
      } catch (error) {
        if (!(error instanceof AwsCallError) || error.code !== 'ExpiredIteratorException') throw error
        await seek(last)
        return []
      }
    },
  }
}
