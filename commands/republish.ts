import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { republish } from '../shared/app/republish.ts'
import { createTable } from '../shared/aws/dynamo.ts'
import { createEventBus } from '../shared/aws/event-bus.ts'
import { createFeedWriter } from '../shared/aws/feed-writer.ts'
import { createLogArchive } from '../shared/aws/log-archive.ts'
import {
  findDeployment,
  type Place,
  PLACE_OPTIONS,
  PLACE_USAGE,
  requireOutput,
  readPlace,
} from './deployment.ts'
import { createProgressBar } from './progress-bar.ts'
import { readWords } from './read-words.ts'
import { runCommand } from './run-command.ts'
import { UsageError } from './usage-error.ts'

/** The default of the setting; rows written here expire then. */
const FEED_RETENTION_DAYS = 30

const OPTIONS = {
  since: { type: 'string' },
  ...PLACE_OPTIONS,
  feed: { type: 'boolean', default: false },
  'omit-text': { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const

/** Takes everything and tells nobody. */
const NO_BUS = { publish: () => Promise.resolve({ failed: new Set<string>() }) }

const USAGE = `Publishes events again, from the log, with the ids they had the first time. Safe to repeat.

  npm run republish -- --since 2026-11-22T10:00:00Z --stack inlet-dev [--feed] [--omit-text] [--dry-run]

  --since       from when on: ISO 8601. Events bear the time at which their webhook was accepted, up to six hours
                before they were stored: take the beginning of an outage, less six hours
${PLACE_USAGE}
  --feed        append them to the change feed too: after failed stream batches, which may never have reached it
  --omit-text   leave customers' words out of message events
  --dry-run     counts what it would publish, and publishes nothing

Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE …).`

type Task = { since: string; place: Place | null; feeds: boolean; omitsText: boolean; isDry: boolean }

function readTask(): Task {
  const { values } = readWords({ options: OPTIONS })
  if (values.since === undefined) throw new UsageError('It needs --since.')
  const since = new Date(values.since)
  if (Number.isNaN(since.getTime())) throw new UsageError(`--since is "${values.since}", which is no time.`)
  return {
    since: since.toISOString(),
    place: readPlace(values),
    feeds: values.feed,
    omitsText: values['omit-text'],
    isDry: values['dry-run'],
  }
}

process.exitCode = await runCommand(USAGE, async () => {
  const { since, place, feeds, omitsText, isDry } = readTask()
  const { outputs, aws } = await findDeployment(place)
  const inbox = createTable(requireOutput(outputs, 'TableName'), new DynamoDBClient(aws))
  const bus = createEventBus(new EventBridgeClient(aws), requireOutput(outputs, 'EventBusArn'))
  const clock = { now: () => new Date() }
  const archive = createLogArchive(inbox, clock)
  const bar = createProgressBar(process.stderr, await archive.countChanged(since))
  const report = await republish(
    {
      archive,
      feed: feeds && !isDry ? createFeedWriter(inbox, clock, FEED_RETENTION_DAYS) : null,
      bus: isDry ? NO_BUS : bus,
      text: omitsText ? 'omit' : 'include',
      onProgress: ({ conversations, contacts, accounts, events }) => {
        bar.show(conversations + contacts + accounts, `changed items, ${events} events`)
      },
    },
    since,
  )
  bar.end()
  console.log(
    `${isDry ? 'Would publish' : 'Published'} ${report.events} events again: ${report.conversations} conversations, ${report.contacts} contacts and ${report.accounts} accounts changed since ${since}.`,
  )
  return 0
})
