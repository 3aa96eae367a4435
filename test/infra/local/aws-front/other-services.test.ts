import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { describe, expect, it } from 'vitest'
import { clientOptions, useFronts } from './running-front.ts'

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:whatsapp-AbCdEf'
const fronts = useFronts()

describe('Secrets Manager: this guarantees that', () => {
  it.each([
    { name: 'its ARN', SecretId: ARN },
    { name: 'its name', SecretId: 'whatsapp' },
    { name: 'its ARN without the random end', SecretId: ARN.slice(0, -7) },
  ])('a secret is found by $name', async ({ SecretId }) => {
    const front = await fronts.start({ secrets: new Map([[ARN, '{"appSecret":"s"}']]) })
    const client = new SecretsManagerClient(clientOptions(front))
    await expect(client.send(new GetSecretValueCommand({ SecretId }))).resolves.toMatchObject({
      ARN,
      Name: 'whatsapp',
      SecretString: '{"appSecret":"s"}',
      VersionStages: ['AWSCURRENT'],
    })
  })

  it('a changed value has another version', async () => {
    const secrets = new Map([['sms', 'one']])
    const front = await fronts.start({ secrets })
    const client = new SecretsManagerClient(clientOptions(front))
    const first = await client.send(new GetSecretValueCommand({ SecretId: 'sms' }))
    secrets.set('sms', 'two')
    const second = await client.send(new GetSecretValueCommand({ SecretId: 'sms' }))
    expect(second.SecretString).toBe('two')
    expect(second.VersionId).not.toBe(first.VersionId)
  })

  it('a value that was put is the one that is read, by ARN and by name', async () => {
    const secrets = new Map([[ARN, '{}']])
    const front = await fronts.start({ secrets })
    const client = new SecretsManagerClient(clientOptions(front))
    await client.send(
      new PutSecretValueCommand({ SecretId: 'whatsapp', SecretString: '{"appSecret":"new"}' }),
    )
    await expect(client.send(new GetSecretValueCommand({ SecretId: ARN }))).resolves.toMatchObject({
      SecretString: '{"appSecret":"new"}',
    })
  })

  it('nothing is put into a secret that is not there', async () => {
    const front = await fronts.start()
    const put = new PutSecretValueCommand({ SecretId: 'nothing', SecretString: '{}' })
    const client = new SecretsManagerClient(clientOptions(front))
    await expect(client.send(put)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  it.each([
    { name: 'an unknown secret', input: { SecretId: 'twitter' } },
    { name: 'a version that was', input: { SecretId: 'sms', VersionStage: 'AWSPREVIOUS' } },
  ])('$name is not found', async ({ input }) => {
    const front = await fronts.start({ secrets: new Map([['sms', 'one']]) })
    const client = new SecretsManagerClient(clientOptions(front))
    await expect(client.send(new GetSecretValueCommand(input))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('any other operation is refused with a reason', async () => {
    const front = await fronts.start()
    const client = new SecretsManagerClient(clientOptions(front))
    await expect(client.send(new ListSecretsCommand({}))).rejects.toThrow(
      'The local Secrets Manager knows GetSecretValue and PutSecretValue only, not ListSecrets.',
    )
  })
})

describe('S3: this guarantees that', () => {
  it('objects pass through byte for byte', async () => {
    const front = await fronts.start()
    const s3 = new S3Client(clientOptions(front))
    const Body = Buffer.from([0, 255, 10, 13, 128])
    await s3.send(new CreateBucketCommand({ Bucket: 'failed' }))
    await s3.send(new PutObjectCommand({ Bucket: 'failed', Key: 'a/b.bin', Body }))
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'failed', Key: 'a/b.bin' }))
    expect(head.ContentLength).toBe(Body.byteLength)
    const found = await s3.send(new GetObjectCommand({ Bucket: 'failed', Key: 'a/b.bin' }))
    expect(Buffer.from((await found.Body?.transformToByteArray()) ?? [])).toEqual(Body)
  })
})

describe('what does not run here: this guarantees that', () => {
  it('an unknown service is refused by name and logged', async () => {
    const front = await fronts.start()
    const response = await fetch(front.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSSM.GetParameter', 'content-type': 'application/x-amz-json-1.1' },
      body: '{}',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      __type: 'UnknownOperationException',
      message: 'The local AWS has no such service or operation: unknown GetParameter',
    })
    expect(front.lines).toEqual([
      'A function asked AWS for something that does not run here: unknown GetParameter',
    ])
  })

  it.each(['AmazonSQS.StartMessageMoveTask', 'DynamoDB_20120810.ExportTableToPointInTime'])(
    'what an emulator does not know is refused and logged: %s',
    async (target) => {
      const front = await fronts.start()
      const response = await fetch(front.url, {
        method: 'POST',
        headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
        body: '{}',
      })
      expect(response.status).toBe(400)
      expect(front.lines).toHaveLength(1)
    },
  )

  it('an unknown operation of the bus is refused and logged', async () => {
    const front = await fronts.start()
    const client = new EventBridgeClient(clientOptions(front))
    await expect(client.send(new DescribeRuleCommand({ Name: 'x' }))).rejects.toThrow(
      'The local EventBridge knows PutEvents only, not DescribeRule.',
    )
    expect(front.lines).toEqual([
      'A function asked AWS for something that does not run here: eventbridge DescribeRule',
    ])
  })
})
