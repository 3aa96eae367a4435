import { SQSClient } from '@aws-sdk/client-sqs'
import { toDryRun } from '../shared/app/redrive/dry-run.ts'
import { lookAt } from '../shared/app/redrive/look-at.ts'
import { redrive } from '../shared/app/redrive/redrive.ts'
import type { RedriveBoxes, RedriveReport } from '../shared/app/redrive/redrive-ports.ts'
import { joinPieces } from '../shared/aws/join-pieces.ts'
import {
  type Deployment,
  findDeployment,
  type Place,
  PLACE_OPTIONS,
  PLACE_USAGE,
  readPlace,
} from './deployment.ts'
import { createProgressBar } from './progress-bar.ts'
import { composeRedrive, openBoxes } from './redrive-boxes.ts'
import { readWords } from './read-words.ts'
import { runCommand } from './run-command.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  ...PLACE_OPTIONS,
  limit: { type: 'string', default: '20' },
  hold: { type: 'string', default: '600' },
  'dry-run': { type: 'boolean', default: false },
} as const

const USAGE = `Dead letters and quarantine: what is there, what it is, and back with it. Safe to repeat.

  npm run redrive -- list --stack inlet-dev
  npm run redrive -- look --stack inlet-dev [--limit 20]
  npm run redrive -- send --stack inlet-dev [--dry-run]

  list          how many lie in each queue
  look          what they are, without what anybody wrote
  send          back, each conversation in its order; what came from quarantine is read by this version's code
${PLACE_USAGE}
  --limit       how many of each queue to look at
  --hold        seconds for which others do not see what this run has taken, were it killed; 600
  --dry-run     says what would be sent, and sends nothing

Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE …).`

type Task = {
  command: 'list' | 'look' | 'send'
  place: Place | null
  limit: number
  hold: number
  isDry: boolean
}

function readTask(): Task {
  const { values, positionals } = readWords({ options: OPTIONS, allowPositionals: true })
  const [command = '', ...others] = positionals
  if (!isCommand(command) || others.length > 0) throw new UsageError('It needs one of list, look and send.')
  const [limit, hold] = [Number(values.limit), Number(values.hold)]
  if (!Number.isInteger(limit) || limit < 1)
    throw new UsageError(`--limit is "${values.limit}", which is no count.`)
  // SQS hides a message for 12 hours at the most.
  if (!Number.isInteger(hold) || hold < 1 || hold > 43_200)
    throw new UsageError(`--hold is "${values.hold}": 1 to 43200.`)
  return { command, place: readPlace(values), limit, hold, isDry: values['dry-run'] }
}

function isCommand(text: string): text is Task['command'] {
  return text === 'list' || text === 'look' || text === 'send'
}

async function countAll(boxes: RedriveBoxes): Promise<[name: string, waiting: number, held: number][]> {
  const named = [
    ['dead letters', boxes.ordered] as const,
    ['undelivered', boxes.unordered] as const,
    ['quarantine', boxes.quarantine] as const,
    ...[...boxes.topics].map(([channel, box]) => [`topic of ${channel}`, box] as const),
  ]
  return Promise.all(
    named.map(async ([name, box]): Promise<[string, number, number]> => {
      const { waiting, held } = await box.count()
      return [name, waiting, held]
    }),
  )
}

async function list(boxes: RedriveBoxes): Promise<void> {
  for (const [name, waiting, held] of await countAll(boxes)) {
    const note = held === 0 ? '' : `, ${held} held by a run that goes on or was killed`
    console.log(`${name.padEnd(16)} ${String(waiting).padStart(7)}${note}`)
  }
}

async function send(
  sqs: SQSClient,
  deployment: Deployment,
  boxes: RedriveBoxes,
  isDry: boolean,
): Promise<number> {
  const counts = await countAll(boxes)
  const bar = createProgressBar(
    process.stderr,
    counts.reduce((sum, [, waiting]) => sum + waiting, 0),
  )
  const onProgress = ({ removed, stays }: RedriveReport): void => {
    bar.show(removed, `sent back, ${sumOf(stays)} stay`)
  }
  const deps = { ...composeRedrive(sqs, deployment, boxes), onProgress }
  const dry = isDry ? toDryRun(deps) : null
  try {
    const report = await redrive(dry?.deps ?? deps)
    bar.end()
    return tell(report, isDry)
  } finally {
    await dry?.end()
  }
}

function tell({ sent, removed, stays, held }: RedriveReport, isDry: boolean): number {
  if (held > 0) {
    console.log(
      `Nothing was sent: ${held} letters are held by a run that goes on or was killed. Run it again in ten minutes.`,
    )
    return 1
  }
  const total = sumOf(sent)
  const of = Object.entries(sent).flatMap(([target, count]) => (count > 0 ? [`${count} ${target}`] : []))
  console.log(
    `${isDry ? 'Would send' : 'Sent'} ${total} back${of.length > 0 ? ` (${of.join(', ')})` : ''}; ${removed} letters ${isDry ? 'would be' : 'are'} gone.`,
  )
  for (const [reason, count] of Object.entries(stays)) console.log(`${count} stay where they are: ${reason}`)
  if (isDry && removed > 0)
    console.log('Of a conversation with many letters only the first ten were looked at.')
  return 0
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

process.exitCode = await runCommand(USAGE, async () => {
  const { command, place, limit, hold, isDry } = readTask()
  const deployment = await findDeployment(place)
  const sqs = new SQSClient(deployment.aws)
  const boxes = openBoxes(sqs, deployment.outputs, hold)
  if (command === 'send') return await send(sqs, deployment, boxes, isDry)
  if (command === 'list') await list(boxes)
  else {
    const shown = await lookAt(boxes, joinPieces, limit)
    for (const one of shown) console.log(JSON.stringify(one))
    // Apart from what is read by programs.
    if (shown.length === 0) console.error('There is nothing to look at.')
  }
  return 0
})
