import type { Connection, Connector, ConnectStep } from '../../channels/connector.ts'
import type { Finding } from '../../domain/connection-finding.ts'
import type { ConnectDeps } from './connect-ports.ts'
import {
  changedKeys,
  fillValues,
  findMissing,
  mergeAccountKeys,
  mergeChannelKeys,
} from './connection-values.ts'
import { hideSecrets, type Looked, lookAtStep, makeCall, toMoment, toUnreached } from './look-at-step.ts'

/** A function may have read the secret a minute ago, and looks again only then. */
const PATIENCE_SECONDS = 80
const PAUSE_SECONDS = 5

export type ConnectOutcome =
  /** `changes`: how many steps were mended; each time that the secret was written counts as one. */
  | { kind: 'connected'; changes: number }
  | { kind: 'missing'; keys: string[] }
  | { kind: 'failed'; step: ConnectStep; finding: Finding }
  | { kind: 'unanswered'; step: ConnectStep; title: string }

type Stop = Extract<ConnectOutcome, { kind: 'failed' | 'unanswered' }>

/**
 * Connects one account: checks what was given, stores the secret, then makes the platform send its events here, looking at
 * each step before and after. What is so already is left alone, so that a second run changes nothing.
 */
export async function connectAccount(
  deps: ConnectDeps,
  connector: Connector,
  given: Connection,
): Promise<ConnectOutcome> {
  const secret = await deps.vault.read()
  const values = mintMissing(deps, connector, fillValues(connector, given.values, secret, given.account))
  const missing = findMissing(connector, values)
  if (missing.length > 0) return { kind: 'missing', keys: missing.map(({ key }) => key) }

  const checked = await runSteps(deps, connector, connector.credentials, { ...given, values })
  if ('stop' in checked) return checked.stop
  const shared = mergeChannelKeys(connector, values, secret)
  const isNew = await store(deps, 'channel', secret, shared)

  const subscribed = await runSteps(deps, connector, connector.subscription, checked.connection)
  if ('stop' in subscribed) return subscribed.stop
  // Last of all: an account whose keys are there is one that the daily check expects to be as it should.
  const whole = mergeAccountKeys(connector, checked.connection, shared)
  const isOwnNew = await store(deps, 'account', shared, whole)
  const changes = checked.mended + subscribed.mended + (isNew ? 1 : 0) + (isOwnNew ? 1 : 0)
  return { kind: 'connected', changes }
}

/** Whether there was something to store. */
async function store(
  { vault, tell }: ConnectDeps,
  of: 'channel' | 'account',
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Promise<boolean> {
  const keys = changedKeys(before, after)
  if (keys.length > 0) await vault.write(after)
  tell({ kind: 'secret', of, state: keys.length > 0 ? 'stored' : 'unchanged', keys })
  return keys.length > 0
}

function mintMissing(
  { mint }: ConnectDeps,
  { inputs }: Connector,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const minted = inputs.filter(({ key, need }) => need === 'minted' && values[key] === undefined)
  return { ...values, ...Object.fromEntries(minted.map(({ key }) => [key, mint()])) }
}

async function runSteps(
  deps: ConnectDeps,
  connector: Connector,
  steps: readonly ConnectStep[],
  connection: Connection,
): Promise<{ connection: Connection; mended: number } | { stop: Stop }> {
  let known = connection
  let mended = 0
  for (const step of steps) {
    const done = await runStep(deps, connector, step, known)
    if (done === null) continue
    const { outcome } = done
    if (outcome.kind === 'unanswered') return { stop: { kind: 'unanswered', step, title: outcome.title } }
    if (outcome.kind !== 'holds') return { stop: { kind: 'failed', step, finding: outcome.finding } }
    known = done.connection
    mended += done.isMended ? 1 : 0
    deps.tell({ kind: 'step', step, state: done.isMended ? 'mended' : 'held', note: outcome.note })
    if (outcome.warning !== undefined) deps.tell({ kind: 'warning', finding: outcome.warning })
  }
  return { connection: known, mended }
}

type Done = Looked & { isMended: boolean }

async function runStep(
  deps: ConnectDeps,
  connector: Connector,
  step: ConnectStep,
  connection: Connection,
): Promise<Done | null> {
  const looked = await lookPatiently(deps, connector, step, connection, step.mend === null)
  if (looked === null || looked.outcome.kind !== 'absent' || step.mend === null) {
    return looked === null ? null : { ...looked, isMended: false }
  }
  const known = looked.connection
  const calls = step.mend.toCalls(known, toMoment(deps))
  if (calls.length === 0) return { ...looked, isMended: false }
  for (const call of calls) {
    const result = await makeCall(deps, connector, known, call)
    const said =
      result.kind === 'answered'
        ? step.mend.readAnswer(result.answer, known)
        : toUnreached(result, call, known)
    const outcome = hideSecrets(connector, known, said)
    if (outcome.kind === 'more') throw new TypeError('a change has no pages')
    if (outcome.kind !== 'holds') return { outcome, connection: known, isMended: false }
  }
  // What the platform answers is what it took; what it does is read back.
  const again = await lookPatiently(deps, connector, step, known, true)
  return again === null ? null : { ...again, isMended: true }
}

async function lookPatiently(
  deps: ConnectDeps,
  connector: Connector,
  step: ConnectStep,
  connection: Connection,
  waits: boolean,
): Promise<Looked | null> {
  let looked = await lookAtStep(deps, connector, step, connection)
  for (let waited = 0; waits && step.patient === true && waited < PATIENCE_SECONDS; waited += PAUSE_SECONDS) {
    if (looked?.outcome.kind !== 'absent') break
    if (waited === 0) deps.tell({ kind: 'waiting', step, seconds: PATIENCE_SECONDS })
    await deps.pacer.sleep(PAUSE_SECONDS * 1000)
    looked = await lookAtStep(deps, connector, step, connection)
  }
  return looked
}
