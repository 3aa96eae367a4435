import { callAws, toAsciiJson } from './aws-json.ts'
import { callSns } from './emulators/call-sns.ts'
import type { FunctionPool } from './lambda/function-pool.ts'
import { LOCAL_ACCOUNT } from './local-account.ts'
import type { LocalQueue } from './template/read-storage.ts'
import type { LocalTopic } from './template/read-topics.ts'

/** Brings an event of the bus to a rule's target. Rejects when the target failed: who calls tries again. */
export function createDeliver(options: {
  functions: ReadonlyMap<string, FunctionPool>
  queues: readonly LocalQueue[]
  topics: readonly LocalTopic[]
  fauxqsUrl: string
}): (targetArn: string, event: unknown) => Promise<void> {
  return async (targetArn, event) => {
    const pool = options.functions.get(targetArn)
    if (pool !== undefined) {
      const outcome = await pool.invoke(event)
      if (outcome.kind === 'failed') throw new Error(`${outcome.errorType}: ${outcome.errorMessage}`)
      return
    }
    const body = toAsciiJson(event)
    if (options.topics.some(({ arn }) => arn === targetArn)) {
      await callSns(options.fauxqsUrl, 'Publish', { TopicArn: targetArn, Message: body }, 'MessageId')
      return
    }
    const queue = options.queues.find(({ arn }) => arn === targetArn)
    if (queue === undefined) throw new Error(`There is no target ${targetArn}.`)
    await callAws(options.fauxqsUrl, 'AmazonSQS', 'SendMessage', {
      QueueUrl: `${options.fauxqsUrl}/${LOCAL_ACCOUNT}/${queue.name}`,
      MessageBody: body,
    })
  }
}
