import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkConnection } from '../../shared/app/connect/check-connection.ts'
import { connectAccount } from '../../shared/app/connect/connect-account.ts'
import { fillValues, idInput, listConnected } from '../../shared/app/connect/connection-values.ts'
import { planCalls } from '../../shared/app/connect/plan-calls.ts'
import type { Connection, Connector } from '../../shared/channels/connector.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { type Line, readLine, toVariable, USAGE } from './arguments.ts'
import type { Terminal } from './ask.ts'
import { createOpenChannel, type OpenChannel } from './open-channel.ts'
import { createSay, type Say, sayOutcome, sayPlan, sayReport, toLine } from './print.ts'
import { completeValues, findUnread, readGiven } from './read-values.ts'
import { findDeployment } from '../deployment.ts'
import { UsageError } from '../usage-error.ts'

const MINTED_BYTES = 24
const clock = { now: () => new Date() }

type Surroundings = Terminal & {
  environment: Readonly<Record<string, string | undefined>>
  /** How the command waits between two looks. */
  pause?: (milliseconds: number) => Promise<unknown>
}

type Session = Surroundings & { line: Line; say: Say; hide: (values: Iterable<string>) => void }

/** `npm run connect`; answers the exit code: 1 for what is wrong at the platform, 2 for what was typed. */
export async function connect(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const { say, hide } = createSay(surroundings.output)
  if (words.includes('--help')) {
    say(USAGE)
    return 0
  }
  try {
    return await run({ ...surroundings, line: readLine(words), say, hide })
  } catch (error) {
    if (error instanceof UsageError) {
      say(words.length === 0 ? USAGE : `${error.message}\n\n\`npm run connect\` alone says how it is used.`)
      return 2
    }
    if (!(error instanceof AppError)) throw error
    say(`wrong    ${error.message}`)
    return 1
  }
}

async function run(session: Session): Promise<number> {
  const { line } = session
  const [connector] = line.connectors
  if (line.mode === 'plan' && connector !== undefined) return plan(session, connector)
  const openChannel = await createOpenChannel(await findDeployment(line.place), clock)
  if (line.mode === 'check') {
    const counts: number[] = []
    for (const each of line.connectors) counts.push(await check(session, each, openChannel(each)))
    return counts.some((wrong) => wrong > 0) ? 1 : 0
  }
  if (connector === undefined) throw new UsageError('It needs a channel.')
  return await connectOne(session, connector, openChannel(connector))
}

async function connectOne(session: Session, connector: Connector, open: OpenChannel): Promise<number> {
  const { line, environment, input, say, hide, pause = sleep } = session
  const { webhookUrl, topicArn, vault, platform } = open
  for (const variable of findUnread(connector, environment)) {
    const read = connector.inputs.map(({ key }) => toVariable(key)).join(', ')
    say(`unread   ${variable}: ${connector.title} reads ${read}`)
  }
  const given = await readGiven(line, connector, environment, input)
  hide(secretsOf(connector, given))
  const secret = await vault.read()
  hide(Object.values(secretsIn(connector, secret)))
  const { account, values } = await completeValues(connector, given, secret, session)
  hide(secretsOf(connector, values))
  const outcome = await connectAccount(
    {
      platform,
      vault,
      clock,
      pacer: { sleep: async (milliseconds) => void (await pause(milliseconds)), random: () => Math.random() },
      nextNonce: () => randomUUID().replaceAll('-', ''),
      mint: () => {
        const minted = randomBytes(MINTED_BYTES).toString('base64url')
        hide([minted])
        return minted
      },
      tell: (told) => say(toLine(told)),
    },
    connector,
    { account, values, facts: {}, webhookUrl, topicArn, replaces: line.replaces },
  )
  sayOutcome(say, connector, account, outcome)
  return outcome.kind === 'connected' ? 0 : 1
}

/** The number of things wrong with the accounts that are connected, or with the one that was named. */
async function check(session: Session, connector: Connector, open: OpenChannel): Promise<number> {
  const { line, say, hide } = session
  const { webhookUrl, topicArn, vault, platform } = open
  const secret = await vault.read()
  hide(Object.values(secretsIn(connector, secret)))
  const wanted = line.values[idInput(connector).key]
  const connected = listConnected(connector, secret).filter(({ account }) => account === (wanted ?? account))
  if (connected.length === 0) {
    const none = wanted === undefined ? 'no account is' : `${wanted} is not`
    say(`${connector.title}: ${none} connected by \`npm run connect\``)
    return wanted === undefined ? 0 : 1
  }
  let wrong = 0
  for (const { account, values } of connected) {
    const deps = { platform, clock, nextNonce: () => randomUUID().replaceAll('-', '') }
    const connection: Connection = { account, values, facts: {}, webhookUrl, topicArn, replaces: false }
    const report = await checkConnection(deps, connector, connection)
    sayReport(say, connector, account, report)
    // What could not be looked at was not found to be right.
    wrong += report.findings.length + report.unanswered.length
  }
  return wrong
}

function plan({ line, say }: Session, connector: Connector): number {
  const { place } = line
  const base = place?.kind === 'local' ? place.url : 'https://<deployment>'
  const id = idInput(connector).key
  const account = line.values[id] ?? `<${id}>`
  const known = {
    account,
    values: fillValues(connector, line.values, {}, account),
    webhookUrl: `${base}/webhooks/${connector.channel}`,
    topicArn: '<topic ARN>',
  }
  const { credentials, subscription } = planCalls(connector, known)
  say(`What connecting ${connector.title} would call. Nothing is called now.`)
  if (place?.kind === 'stack')
    say(`\nWhere the deployment is\n  look   AWS cloudformation DescribeStacks ${place.name}`)
  say('\nWhat is stored\n  look   AWS secretsmanager GetSecretValue')
  sayPlan(say, credentials)
  say("\nThe channel's secret is stored\n  if not AWS secretsmanager PutSecretValue")
  sayPlan(say, subscription)
  say("\nThe account's own keys are stored\n  if not AWS secretsmanager PutSecretValue")
  return 0
}

function secretsOf({ inputs }: Connector, values: Readonly<Record<string, string>>): string[] {
  return inputs.flatMap(({ key, isSecret }) => (isSecret ? (values[key] ?? []) : []))
}

/** What is stored and no id: the keys of other accounts too, and those of a rotation. */
function secretsIn(
  { inputs }: Connector,
  stored: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const plain = new Set(inputs.filter(({ isSecret }) => !isSecret).map(({ key }) => key))
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !plain.has(key.split('@', 1)[0] ?? key)))
}
