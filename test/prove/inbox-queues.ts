import type { RunningStack } from '../../infra/local/start-stack.ts'
import { openQueue, type Queue } from './queues.ts'

export type InboxQueues = {
  inbound: Queue
  /** What topics deliver to, on its way to `inbound`. */
  topics: Queue[]
  quarantine: Queue
  /** Bodies in every queue that nothing reads from, and keys of what the stream's mapping gave up. */
  readDeadLetters: () => Promise<string[]>
}

/** The queues of a running stack, told apart by what its ingest function is told about them. */
export function openInboxQueues({ stack, emulators }: RunningStack): InboxQueues {
  const environment = stack.functions.find(({ title }) => title === 'ingest')?.environment ?? {}
  const open = (variable: string): Queue => {
    const name = environment[variable]?.split('/').at(-1)
    if (name === undefined) throw new Error(`ingest has no ${variable}`)
    return openQueue(emulators.fauxqsUrl, name)
  }
  const inbound = open('INLET_INBOUND_QUEUE_URL')
  const quarantine = open('INLET_QUARANTINE_QUEUE_URL')
  const others = stack.queues
    .map(({ name }) => name)
    .filter((name) => name !== inbound.name && name !== quarantine.name)
    .map((name) => openQueue(emulators.fauxqsUrl, name))
  const titles = new Map(stack.functions.map(({ arn, title }) => [arn, title]))
  const isReadBy = (title: RegExp, { name }: Queue): boolean =>
    stack.sqsMappings.some(
      ({ queue, functionArn }) => queue.name === name && title.test(titles.get(functionArn) ?? ''),
    )
  return {
    inbound,
    topics: others.filter((queue) => isReadBy(/^topics-/, queue)),
    quarantine,
    readDeadLetters: async () => {
      const letters: string[] = []
      const kept = others.filter((queue) => !isReadBy(/./, queue) && !isTimersAlone(queue, stack))
      for (const { name, bodies } of kept) {
        letters.push(...(await bodies()).map((body) => `${name}: ${body}`))
      }
      for (const { failureBucket } of stack.streamMappings) {
        if (failureBucket !== null) letters.push(...(await listObjects(emulators.fauxqsUrl, failureBucket)))
      }
      return letters
    },
  }
}

/**
 * A timer that crashed too often, or an event that should have armed one, leaves a letter that nobody redrives: what is due
 * stands in the table, and the sweep finds it. Whether it did is judged by the clocks: none may be forgotten.
 */
function isTimersAlone({ name }: Queue, { queues }: RunningStack['stack']): boolean {
  const logicalId = queues.find((queue) => queue.name === name)?.logicalId ?? ''
  return logicalId.startsWith('DeadLettersUnordered')
}

async function listObjects(fauxqsUrl: string, bucket: string): Promise<string[]> {
  const response = await fetch(`${fauxqsUrl}/${bucket}?list-type=2`)
  if (!response.ok) throw new Error(`the bucket ${bucket} cannot be listed: ${response.status}`)
  return [...(await response.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => `${bucket}: ${key}`)
}
