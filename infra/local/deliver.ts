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

/** Lambda's asynchronous invocation: taken, then run once. What it fails on is only logged. */
export function createInvokeLater(
  functions: ReadonlyMap<string, FunctionPool>,
  log: (line: string) => void,
): (functionName: string, event: unknown) => boolean {
  return (functionName, event) => {
    const pool = [...functions.values()].find(({ definition }) => isCalled(definition, functionName))
    if (pool === undefined) return false
    void pool.invoke(event).then((outcome) => {
      if (outcome.kind === 'failed')
        log(`${pool.definition.title} failed on its event: ${outcome.errorMessage}`)
    })
    return true
  }
}

function isCalled({ arn, logicalId }: FunctionPool['definition'], functionName: string): boolean {
  return arn === functionName || logicalId === functionName || arn.endsWith(`:function:${functionName}`)
}
