import * as z from 'zod'
import { callAws } from '../../infra/local/aws-json.ts'
import { LOCAL_ACCOUNT } from '../../infra/local/local-account.ts'

const UNSEEN_FOR_SECONDS = 600

const Attributes = z.object({ Attributes: z.record(z.string(), z.coerce.number()) })
const Received = z.object({ Messages: z.array(z.object({ Body: z.string() })).optional() })

/** The emulator's queues, without weather: for looking, and for what SQS itself would do. */
export type Queue = {
  name: string
  /** Messages that are waiting or being worked on. */
  count: () => Promise<number>
  /** Every message there is; they stay. */
  bodies: () => Promise<string[]>
  send: (message: { body: string; groupId: string; deduplicationId: string }) => Promise<void>
}

export function openQueue(fauxqsUrl: string, name: string): Queue {
  const call = (action: string, body: object): Promise<Record<string, unknown>> =>
    callAws(fauxqsUrl, 'AmazonSQS', action, { QueueUrl: `${fauxqsUrl}/${LOCAL_ACCOUNT}/${name}`, ...body })

  const receive = async (): Promise<string[]> => {
    const settings = { MaxNumberOfMessages: 10, WaitTimeSeconds: 0, VisibilityTimeout: UNSEEN_FOR_SECONDS }
    const { Messages = [] } = Received.parse(await call('ReceiveMessage', settings))
    return Messages.map(({ Body }) => Body)
  }
  return {
    name,
    count: async () => {
      const names = ['', 'NotVisible', 'Delayed'].map((kind) => `ApproximateNumberOfMessages${kind}`)
      const { Attributes: found } = Attributes.parse(
        await call('GetQueueAttributes', { AttributeNames: names }),
      )
      return names.reduce((sum, one) => sum + (found[one] ?? 0), 0)
    },
    bodies: async () => {
      const bodies: string[] = []
      for (let some = await receive(); some.length > 0; some = await receive()) bodies.push(...some)
      return bodies
    },
    send: async ({ body, groupId, deduplicationId }) => {
      const message = {
        MessageBody: body,
        MessageGroupId: groupId,
        MessageDeduplicationId: deduplicationId,
      }
      await call('SendMessage', message)
    },
  }
}
