import { parseArgs } from 'node:util'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { republish } from '../shared/app/republish.ts'
import { createTable } from '../shared/aws/dynamo.ts'
import { createEventBus } from '../shared/aws/event-bus.ts'
import { createFeedWriter } from '../shared/aws/feed-writer.ts'
import { createLogArchive } from '../shared/aws/log-archive.ts'

/** The default of the setting; rows written here expire then. */
const FEED_RETENTION_DAYS = 30

const OPTIONS = {
  since: { type: 'string' },
  table: { type: 'string' },
  bus: { type: 'string' },
  feed: { type: 'boolean', default: false },
  'omit-text': { type: 'boolean', default: false },
} as const

const USAGE = `Publishes events again, from the log, with the ids they had the first time. Safe to repeat.

  npm run republish -- --since 2026-11-22T10:00:00Z --table NAME --bus NAME [--feed] [--omit-text]

  --since      from when on: ISO 8601. Events bear the time at which their webhook was accepted, up to six hours
               before they were stored: take the beginning of an outage, less six hours
  --table      the table's name; the stack's output TableName
  --bus        the bus's name or ARN; the stack's output EventBusArn
  --feed       append them to the change feed too: after failed stream batches, which may never have reached it
  --omit-text  leave customers' words out of message events

Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE …).`

function readArguments() {
  try {
    const { values } = parseArgs({ options: OPTIONS })
    const { table, bus } = values
    if (values.since === undefined || table === undefined || bus === undefined) {
      return 'It needs --since, --table and --bus.'
    }
    const since = new Date(values.since)
    if (Number.isNaN(since.getTime())) return `--since is "${values.since}", which is no time.`
    return { since, table, bus, values }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function main(): Promise<void> {
  const settings = readArguments()
  if (typeof settings === 'string') {
    console.error(`${settings}\n\n${USAGE}`)
    process.exitCode = 2
    return
  }
  const { since, table, bus, values } = settings
  const inbox = createTable(table)
  const clock = { now: () => new Date() }
  const report = await republish(
    {
      archive: createLogArchive(inbox, clock),
      feed: values.feed ? createFeedWriter(inbox, clock, FEED_RETENTION_DAYS) : null,
      bus: createEventBus(new EventBridgeClient({}), bus),
      text: values['omit-text'] ? 'omit' : 'include',
      onProgress: ({ conversations, contacts, events }) => {
        if (process.stderr.isTTY) {
          process.stderr.write(`\r${conversations} conversations, ${contacts} contacts, ${events} events`)
        }
      },
    },
    since.toISOString(),
  )
  if (process.stderr.isTTY) process.stderr.write('\n')
  console.log(
    `Published ${report.events} events again: ${report.conversations} conversations, ${report.contacts} contacts and ${report.accounts} accounts changed since ${since.toISOString()}.`,
  )
}

await main()
