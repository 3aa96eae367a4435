import { parseArgs } from 'node:util'
import { SQSClient } from '@aws-sdk/client-sqs'
import { toDryRun } from '../shared/app/redrive/dry-run.ts'
import { lookAt } from '../shared/app/redrive/look-at.ts'
import { redrive } from '../shared/app/redrive/redrive.ts'
import type { RedriveBoxes, RedriveReport } from '../shared/app/redrive/redrive-ports.ts'
import { joinPieces } from '../shared/aws/join-pieces.ts'
import { createProgressBar } from './progress-bar.ts'
import { composeRedrive, openBoxes } from './redrive-boxes.ts'
import { readStackOutputs, type StackOutputs } from './stack-outputs.ts'

const OPTIONS = {
  outputs: { type: 'string' },
  stack: { type: 'string' },
  limit: { type: 'string', default: '20' },
  hold: { type: 'string', default: '600' },
  'dry-run': { type: 'boolean', default: false },
} as const

const USAGE = `Dead letters and quarantine: what is there, what it is, and back with it. Safe to repeat.

  npm run redrive -- list --outputs outputs.json
  npm run redrive -- look --outputs outputs.json [--limit 20]
  npm run redrive -- send --outputs outputs.json [--dry-run]

  list       how many lie in each queue
  look       what they are, without what anybody wrote
  send       back, each conversation in its order; what came from quarantine is read by this version's code
  --outputs  the stack's outputs, as npx cdk deploy --outputs-file writes them
  --stack    which stack, where the file has several
  --limit    how many of each queue to look at
  --hold     seconds for which others do not see what this run has taken, were it killed; 600
  --dry-run  says what would be sent, and sends nothing

Region and credentials are those of the AWS SDK (AWS_REGION, AWS_PROFILE …).`

type Task = {
  command: 'list' | 'look' | 'send'
  outputs: StackOutputs
  limit: number
  hold: number
  isDry: boolean
}

function readTask(): Task | string {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true })
    const [command = '', ...others] = positionals
    if (!isCommand(command) || others.length > 0) return 'It needs one of list, look and send.'
    if (values.outputs === undefined) return 'It needs --outputs.'
    const [limit, hold] = [Number(values.limit), Number(values.hold)]
    if (!Number.isInteger(limit) || limit < 1) return `--limit is "${values.limit}", which is no count.`
    // SQS hides a message for 12 hours at the most.
    if (!Number.isInteger(hold) || hold < 1 || hold > 43_200) return `--hold is "${values.hold}": 1 to 43200.`
    const outputs = readStackOutputs(values.outputs, values.stack)
    return { command, outputs, limit, hold, isDry: values['dry-run'] }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
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

async function send(sqs: SQSClient, { outputs, isDry }: Task, boxes: RedriveBoxes): Promise<number> {
  const counts = await countAll(boxes)
  const bar = createProgressBar(
    process.stderr,
    counts.reduce((sum, [, waiting]) => sum + waiting, 0),
  )
  const onProgress = ({ removed, stays }: RedriveReport): void => {
    bar.show(removed, `sent back, ${sumOf(stays)} stay`)
  }
  const deps = { ...composeRedrive(sqs, outputs, boxes), onProgress }
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
  if (isDry) console.log('Of a conversation with many letters only the first ten were looked at.')
  return 0
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

async function main(): Promise<number> {
  const task = readTask()
  if (typeof task === 'string') {
    console.error(`${task}\n\n${USAGE}`)
    return 2
  }
  const sqs = new SQSClient({})
  const boxes = openBoxes(sqs, task.outputs, task.hold)
  if (task.command === 'send') return send(sqs, task, boxes)
  if (task.command === 'list') await list(boxes)
  else for (const shown of await lookAt(boxes, joinPieces, task.limit)) console.log(JSON.stringify(shown))
  return 0
}

process.exitCode = await main()
