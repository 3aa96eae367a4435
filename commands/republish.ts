import { parseArgs } from 'node:util'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { republish } from '../shared/app/republish.ts'
import { createTable } from '../shared/aws/dynamo.ts'
import { createEventBus } from '../shared/aws/event-bus.ts'
import { createFeedWriter } from '../shared/aws/feed-writer.ts'
import { createLogArchive } from '../shared/aws/log-archive.ts'
import { createProgressBar } from './progress-bar.ts'

/** The default of the setting; rows written here expire then. */
const FEED_RETENTION_DAYS = 30

const OPTIONS = {
  since: { type: 'string' },
  table: { type: 'string' },
  bus: { type: 'string' },
  feed: { type: 'boolean', default: false },
  'omit-text': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const

/** Takes everything and tells nobody. */
const NO_BUS = { publish: () => Promise.resolve({ failed: new Set<string>() }) }

const USAGE = `Publishes events again, from the log, with the ids they had the first time. Safe to repeat.

  npm run republish -- --since 2026-11-22T10:00:00Z --table NAME --bus NAME [--feed] [--omit-text] [--dry-run]

  --since      from when on: ISO 8601. Events bear the time at which their webhook was accepted, up to six hours
               before they were stored: take the beginning of an outage, less six hours
  --table      the table's name; the stack's output TableName
  --bus        the bus's name or ARN; the stack's output EventBusArn
  --feed       append them to the change feed too: after failed stream batches, which may never have reached it
  --omit-text  leave customers' words out of message events
  --dry-run    counts what it would publish, and publishes nothing

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
  const isDry = values['dry-run']
  const archive = createLogArchive(inbox, clock)
  const bar = createProgressBar(process.stderr, await archive.countChanged(since.toISOString()))
  const report = await republish(
    {
      archive,
      feed: values.feed && !isDry ? createFeedWriter(inbox, clock, FEED_RETENTION_DAYS) : null,
      bus: isDry ? NO_BUS : createEventBus(new EventBridgeClient({}), bus),
      text: values['omit-text'] ? 'omit' : 'include',
      onProgress: ({ conversations, contacts, accounts, events }) => {
        bar.show(conversations + contacts + accounts, `changed items, ${events} events`)
      },
    },
    since.toISOString(),
  )
  bar.end()
  console.log(
    `${isDry ? 'Would publish' : 'Published'} ${report.events} events again: ${report.conversations} conversations, ${report.contacts} contacts and ${report.accounts} accounts changed since ${since.toISOString()}.`,
  )
}

await main()
