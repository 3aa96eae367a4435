import { ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import type { TestInbox } from './start-inbox.ts'

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

/** Keys of all files that an inbox keeps, in any of its buckets. */
export async function listStoredFiles({ stack }: TestInbox): Promise<string[]> {
  const endpoint = stack.emulators.fauxqsUrl
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials })
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}))
  const keys: string[] = []
  for (const { Name } of Buckets) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: Name }))
    keys.push(...Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])))
  }
  client.destroy()
  return keys
}
