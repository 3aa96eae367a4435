import { once } from 'node:events'
import { createServer } from 'node:http'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readStackOutputs } from '../../../shared/aws/stack-outputs.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
const FOUND = `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
<StackName>inlet-dev</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-11-28T10:00:00Z</CreationTime>
<Outputs><member><OutputKey>WebhookUrlSms</OutputKey><OutputValue>https://example.com/webhooks/sms</OutputValue></member></Outputs>
</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
const ABSENT = `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code>
<Message>Stack with id inlet-prod does not exist</Message></Error><RequestId>1</RequestId></ErrorResponse>`

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    const isThere = new URLSearchParams(body).get('StackName') === 'inlet-dev'
    response.writeHead(isThere ? 200 : 400, { 'content-type': 'text/xml' }).end(isThere ? FOUND : ABSENT)
  })
})
let client: CloudFormationClient

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  client = new CloudFormationClient({
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
})
afterAll(() => {
  client.destroy()
  server.close()
})

describe('outputs of a stack: this guarantees that', () => {
  it('they are found by name', async () => {
    expect(await readStackOutputs(client, 'inlet-dev')).toEqual({
      WebhookUrlSms: 'https://example.com/webhooks/sms',
    })
  })

  it('a stack that is not there is named with the way out', async () => {
    await expect(readStackOutputs(client, 'inlet-prod')).rejects.toThrow(
      /no stack inlet-prod in this account and region; see AWS_PROFILE and AWS_REGION/,
    )
  })
})
