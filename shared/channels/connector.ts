import type { ChannelName, Provider } from '../domain/channel-name.ts'
import type { Finding } from '../domain/connection-finding.ts'
import type { CallMoment, PlatformAnswer, PlatformCall } from './sender.ts'

/**
 * How one provider of a channel is connected, as data: what has to be known, and the steps from there to an account that
 * receives and sends. Pure on both sides of each call, like a sender: somebody else makes the calls, keeps the secret, and
 * decides whether steps are mended (`connect`), only looked at (`connect --check`, the daily check) or printed (`--dry-run`).
 */
export type Connector = {
  channel: ChannelName
  provider: Provider
  /** For people: "SMS by Twilio". */
  title: string
  /** Name of a base URL that settings may replace → the platform's own. */
  hosts: Readonly<Record<string, string>>
  inputs: readonly ConnectInput[]
  /** Whether what was given is right. Nothing at the platform is changed by these. */
  credentials: readonly ConnectStep[]
  /** What makes events come in. These run once the secret is stored: the platform asks our webhook, which must know it. */
  subscription: readonly ConnectStep[]
  /** Facts that later steps need: how a plan of calls names them before they are known. */
  learns?: Readonly<Record<string, string>>
  /** What no call can do, each with the exact place. */
  remains: readonly string[]
}

export type ConnectInput = {
  /** As the channel's secret names it, where it is kept there. */
  key: string
  title: string
  /** Where it stands at the platform. */
  where: string
  /** A secret is never taken from the command line and never shown. */
  isSecret: boolean
  /** `account`: the id of the account itself, which its own keys bear behind an `@`. `nowhere`: used once. */
  keptBy: 'channel' | 'account' | 'id' | 'nowhere'
  /** `minted`: made up where nothing is stored. */
  need: 'required' | 'optional' | 'minted'
  /** While it is replaced the old value stays valid beside it, as `previous…`. */
  rotates?: true
  /** What a value looks like, where that is certain. */
  shape?: RegExp
}

/** What a step knows. `facts`: what earlier steps learned. In a plan of calls every unknown is its name in brackets. */
export type Connection = {
  account: string
  values: Readonly<Record<string, string>>
  facts: Readonly<Record<string, string>>
  /** As the platform must call it. */
  webhookUrl: string
  /** null where the channel has none. */
  topicArn: string | null
  /** Somebody said that what leads elsewhere today shall lead here. */
  replaces: boolean
}

export type ConnectStep = {
  /** What is so once the step is done. */
  title: string
  look: StepCall
  mend: {
    /** Calls that make it so; none where a person must. */
    toCalls: (connection: Connection, moment: CallMoment) => PlatformCall[]
    readAnswer: (answer: PlatformAnswer, connection: Connection) => StepOutcome
  } | null
  /** It may take a minute to become so: whoever connects looks again. */
  patient?: boolean
}

export type StepCall = {
  /** null where it does not apply, or what it needs is not known. */
  toCall: (connection: Connection, moment: CallMoment) => PlatformCall | null
  /** Total: any answer means something. */
  readAnswer: (answer: PlatformAnswer, connection: Connection, moment: CallMoment) => StepOutcome
}

type Learned = { learned?: Readonly<Record<string, string>> }

export type StepOutcome =
  /** `warning`: it holds, but not for long. */
  | ({ kind: 'holds'; note: string | null; warning?: Finding } & Learned)
  /** Not so yet; the step's own calls would make it so. */
  | ({ kind: 'absent'; finding: Finding } & Learned)
  /** No call of ours can make it so. */
  | { kind: 'wrong'; finding: Finding }
  /** The answer is one page of several: the same question again, with what was learned. */
  | ({ kind: 'more' } & Required<Learned>)
  /** The platform could not say: neither right nor wrong. */
  | { kind: 'unanswered'; title: string }

/** The host by which a step calls our own webhook, as the platform will. */
export const WEBHOOK_HOST = 'webhook'
