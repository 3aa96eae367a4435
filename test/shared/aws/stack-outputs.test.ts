import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readStackOutputs } from '../../../shared/aws/stack-outputs.ts'
import { startCloudFormation } from '../../support/cloudformation-double.ts'

const OUTPUTS = { WebhookUrlSms: 'https://example.com/webhooks/sms' }

let cloudFormation: Awaited<ReturnType<typeof startCloudFormation>>
let client: CloudFormationClient

beforeAll(async () => {
  cloudFormation = await startCloudFormation({ 'inlet-dev': OUTPUTS })
  client = new CloudFormationClient({
    endpoint: cloudFormation.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
})
afterAll(() => {
  client.destroy()
  cloudFormation.stop()
})

describe('outputs of a stack: this guarantees that', () => {
  it('they are found by name', async () => {
    expect(await readStackOutputs(client, 'inlet-dev')).toEqual(OUTPUTS)
  })

  it('a stack that is not there is named with the way out', async () => {
    await expect(readStackOutputs(client, 'inlet-prod')).rejects.toThrow(
      /no stack inlet-prod in this account and region; see AWS_PROFILE and AWS_REGION/,
    )
  })
})
