import { BUILT_IN_REDACTION } from '../../../shared/domain/redaction/redaction.ts'
import type { SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { createQuarantine } from '../../../shared/aws/quarantine.ts'

/** What SQS takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const ACCEPTED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u

describe('quarantine', () => {
  it('this guarantees that no name a platform gave keeps a piece out of it', async () => {
    const bodies: string[] = []
    const client = {
      send: ({ input }: { input: { MessageBody: string } }) => {
        bodies.push(input.MessageBody)
        return Promise.resolve({})
      },
    } as unknown as SQSClient
    const reason = `unsupported_\uffff\u0001${'x'.repeat(2_000_000)}`
    const bytes = Buffer.from('{}')
    const quarantine = createQuarantine(client, 'queue', BUILT_IN_REDACTION)
    await quarantine.keep({ source: 'whatsapp', reason, receivedAt: '', bytes })
    expect(bodies).toHaveLength(1)
    expect(bodies[0]?.length).toBeLessThan(1_048_576)
    expect(bodies[0]).toMatch(ACCEPTED)
  })
})
