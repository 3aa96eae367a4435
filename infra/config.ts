import * as z from 'zod'
import { HandoffSettings } from '../shared/domain/handoff/handoff-settings.ts'
import { DEFAULT_RULES } from '../shared/domain/sla/default-rules.ts'
import { SlaRuleSet } from '../shared/domain/sla/rules.ts'
import { RedactionRules } from './redaction-settings.ts'
import { RouteTarget } from './route-target.ts'

/** What CloudWatch accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]
/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html: a FIFO topic's name ends in `.fifo`, which no service publishes to. */
const STANDARD_TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/
const WEB_URL = { protocol: /^https$/, error: 'expected an https URL' }

export const Scope = z.enum(['inbox:read', 'inbox:write', 'inbox:admin', 'inbox:secure'])
export type Scope = z.infer<typeof Scope>

const Retention = z.strictObject({
  /** Absent: conversations are kept until somebody erases them. */
  messagesDays: z.int().min(1).max(3650).optional(),
  feedDays: z.int().min(1).max(365).default(30),
  logsDays: z
    .literal(LOG_RETENTION_DAYS, { error: `expected one of ${LOG_RETENTION_DAYS.join(', ')}` })
    .default(30),
})

const Auth = z
  .strictObject({
    /** With `issuer` and `audience` any OIDC provider signs people in; without them the stack makes a Cognito pool. */
    issuer: z.url(WEB_URL).optional(),
    audience: z.array(z.string().min(1)).min(1).optional(),
    groupsClaim: z.string().min(1).default('cognito:groups'),
    groupScopes: z.record(z.string().min(1), z.array(Scope)).default({
      'inlet-agents': ['inbox:read', 'inbox:write'],
      'inlet-admins': ['inbox:read', 'inbox:write', 'inbox:admin', 'inbox:secure'],
    }),
    /** The claim that says `human`, `ai` or `automation`; without it the kind follows from the token's grant. */
    actorClaim: z.string().min(1).optional(),
    aiClients: z.array(z.string().min(1)).default([]),
    /** Where the pool may send people back to after signing in. */
    callbackUrls: z
      .array(z.url({ protocol: /^https?$/ }))
      .min(1)
      .default(['http://localhost:3000/']),
    /** A pool client with client credentials. Off by default: Cognito bills each one $6 a month, used or not. */
    machineClient: z.boolean().default(false),
  })
  .refine((auth) => (auth.issuer === undefined) === (auth.audience === undefined), {
    error: 'expected issuer and audience together, or neither',
  })
  .refine((auth) => auth.issuer === undefined || !auth.machineClient, {
    path: ['machineClient'],
    error: 'expected false beside an issuer: the client would belong to a pool that is not made',
  })

/** How clock-moving events of one channel and visibility are routed. */
const Route = z.strictObject({
  /** Off: the rule is there, switched off, and the sweep alone finds what is due: up to a minute and a half late. */
  on: z.boolean().default(true),
  /** Who else gets them, in the stack's own region. A rule has five targets at most, and the stack's own function is one. */
  targets: z.array(RouteTarget).max(4).default([]),
})

/** The private page of a handoff. */
const SecureThread = z.strictObject({
  /** Off: there is no page, no key that costs, and what was said on it can be read by nobody. */
  on: z.boolean().default(true),
  /** How long it is kept after somebody last wrote there. */
  retentionDays: z.int().min(1).max(3650).default(30),
  /** From where agents may read it, as CIDR blocks. None: from everywhere. */
  allowedAddresses: z
    .array(z.union([z.cidrv4(), z.cidrv6()], { error: 'expected a CIDR block such as 203.0.113.0/24' }))
    .default([]),
})

/** The bucket of files. */
const Files = z.strictObject({
  /** Origins of pages that put files up and read them in the browser. */
  origins: z
    .array(
      z.url(WEB_URL).refine((url) => URL.parse(url)?.origin === url, {
        error: 'expected https://host without path or trailing slash',
      }),
    )
    .default([]),
})

/** Everything a deployment can choose. README "Deploy" says how to pass it. */
export const Settings = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, {
      error: 'expected 1 to 20 of a-z, 0-9 and -, beginning with a letter',
    })
    .default('dev'),
  /** Whether deleting the stack leaves table, pool, bucket, secrets and logs behind. Default: on stage `prod` only. */
  retainData: z.boolean().optional(),
  /** A channel that is not named is on. */
  channels: z.record(z.string(), z.boolean()).default({}),
  /**
   * By channel that has a topic: whether there is one, beside the webhook. A list, even an empty one, makes the channel's
   * own topic; it names standard SNS topics that exist already, in the stack's own region, and publish its messages too.
   */
  topics: z
    .record(
      z.string(),
      z.array(z.string().regex(STANDARD_TOPIC_ARN, { error: 'expected the ARN of a standard SNS topic' })),
    )
    .default({}),
  retention: Retention.prefault({}),
  auth: Auth.prefault({}),
  secureThread: SecureThread.prefault({}),
  files: Files.prefault({}),
  alarmEmail: z.email().optional(),
  /** Who hears of a policy's `notify`, beside whoever subscribes to the topic. */
  slaNoticeEmail: z.email().optional(),
  /** The clocks' policies and calendars that the deployment brings. Absent policies: those of the defaults. */
  sla: SlaRuleSet.partial().prefault({}),
  /** By channel and visibility. One that is not named is on, for the stack alone. */
  routes: z.record(z.string(), z.record(z.string(), Route)).default({}),
  /** How public conversations go on in private. */
  handoff: HandoffSettings.prefault({}),
  /** Partitions of the queue and due indexes, and of the change feed. Both may grow later, never shrink. */
  queueShards: z.int().min(1).max(64).default(4),
  feedShards: z.int().min(1).max(64).default(1),
  /** `omit` leaves customers' words out of events: consumers read them through the API. */
  eventText: z.enum(['include', 'omit']).default('include'),
  /** What is masked besides card numbers and IBANs, and what becomes of a text that cannot be checked for it. */
  redaction: RedactionRules.prefault({}),
  /** Whether people may answer on Messenger for seven days, with the tag that Meta grants for it. */
  humanAgent: z.boolean().default(true),
  /** Base URLs of platforms in the place of their own, by the names that senders give them: a proxy, or another region. */
  platformHosts: z.record(z.string().min(1), z.url(WEB_URL)).default({}),
  /** The URL of a custom domain in front of the API, without a path. Platforms sign the URL they call. */
  publicUrl: z
    .url(WEB_URL)
    .refine((url) => URL.parse(url)?.origin === url, {
      error: 'expected https://host without path or trailing slash',
    })
    .optional(),
})
export type Settings = z.infer<typeof Settings>

/** Whether this stage outlives its stack. */
export function retainsData(settings: Settings): boolean {
  return settings.retainData ?? settings.stage === 'prod'
}

/** The rules of the clocks that this deployment brings. */
export function rulesOf({ sla }: Settings): SlaRuleSet {
  return { policies: sla.policies ?? DEFAULT_RULES.policies, calendars: sla.calendars ?? [] }
}
