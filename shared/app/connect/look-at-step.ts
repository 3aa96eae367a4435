import {
  type Connection,
  type Connector,
  type ConnectStep,
  type StepOutcome,
  WEBHOOK_HOST,
} from '../../channels/connector.ts'
import type { CallMoment, PlatformCall } from '../../channels/sender.ts'
import type { CallResult } from '../delivery-ports.ts'
import type { LookDeps } from './connect-ports.ts'

/** A list that never ends is none. */
const PAGES_MAX = 50
/** Shorter ones are words. */
const SECRET_LENGTH_MIN = 4

export type Looked = { outcome: Exclude<StepOutcome, { kind: 'more' }>; connection: Connection }

/** Asks the platform whether a step is done, page after page. null where the step does not apply. */
export async function lookAtStep(
  deps: LookDeps,
  connector: Connector,
  step: ConnectStep,
  connection: Connection,
): Promise<Looked | null> {
  let known = connection
  for (let page = 0; page < PAGES_MAX; page++) {
    const moment = toMoment(deps)
    const call = step.look.toCall(known, moment)
    if (call === null) return null
    const result = await makeCall(deps, connector, known, call)
    const outcome = hideSecrets(
      connector,
      known,
      result.kind === 'answered'
        ? step.look.readAnswer(result.answer, known, moment)
        : toUnreached(result, call, known),
    )
    if ('learned' in outcome && outcome.learned !== undefined) {
      known = { ...known, facts: { ...known.facts, ...outcome.learned } }
    }
    if (outcome.kind !== 'more') return { outcome, connection: known }
  }
  return { outcome: { kind: 'unanswered', title: 'the list does not end' }, connection: known }
}

export async function makeCall(
  { platform }: Pick<LookDeps, 'platform'>,
  { hosts }: Connector,
  { webhookUrl }: Connection,
  call: PlatformCall,
): Promise<CallResult> {
  const origin = URL.canParse(webhookUrl) ? new URL(webhookUrl).origin : webhookUrl
  return await platform.call(call, { ...hosts, [WEBHOOK_HOST]: origin })
}

/** Platforms repeat what they were given: "Malformed access token …". What is wrong is shown, logged and published. */
export function hideSecrets<Outcome extends StepOutcome>(
  { inputs }: Connector,
  { values }: Connection,
  outcome: Outcome,
): Outcome {
  const secrets = inputs.flatMap(({ key, isSecret }) => (isSecret ? (values[key] ?? []) : []))
  const hide = (text: string): string =>
    secrets.reduce(
      (left, secret) => (secret.length < SECRET_LENGTH_MIN ? left : left.replaceAll(secret, '***')),
      text,
    )
  if (outcome.kind === 'unanswered') return { ...outcome, title: hide(outcome.title) }
  if (outcome.kind !== 'wrong' && outcome.kind !== 'absent') return outcome
  const { finding } = outcome
  return { ...outcome, finding: { ...finding, what: hide(finding.what), wayOut: hide(finding.wayOut) } }
}

export function toMoment({ clock, nextNonce }: LookDeps): CallMoment {
  return { at: clock.now().toISOString(), nonce: nextNonce() }
}

/** A platform that is not reached has said nothing; our own webhook that is not has. */
export function toUnreached(
  { title }: { title: string },
  call: PlatformCall,
  { webhookUrl }: Connection,
): Exclude<StepOutcome, { kind: 'more' }> {
  if (call.kind !== 'https' || call.host !== WEBHOOK_HOST) {
    return { kind: 'unanswered', title: `the platform was not reached: ${title}` }
  }
  return {
    kind: 'absent',
    finding: {
      code: 'webhook_unreachable',
      what: `The webhook ${webhookUrl} cannot be reached: ${title}.`,
      wayOut:
        'Look whether the deployment stands (its output WebhookUrl…), and, behind a domain name of your own, whether that name leads to it by https. Then run this again.',
    },
  }
}
