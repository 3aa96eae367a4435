import * as z from 'zod/mini'
import { AppError } from '../../shared/domain/errors.ts'

const Text = z.string().check(z.minLength(1))
const Count = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,5}$/)),
  z.transform((text) => Number(text)),
)

const Json = z.pipe(
  z.string(),
  z.transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.issues.push({ code: 'custom', message: 'not JSON', input: text })
      return z.NEVER
    }
  }),
)
/** Base URL as configured at the platforms, without a slash at the end. */
const PublicUrl = z.string().check(z.regex(/^https?:\/\/[^/]+(\/[^/]+)*$/))

/** What the deployment masks besides what is always masked. Its patterns were checked when it was made. */
const Redaction = z.pipe(
  Json,
  z.object({
    patterns: z.array(
      z.object({ name: Text, pattern: Text, keepLast: z.int().check(z.minimum(0), z.maximum(4)) }),
    ),
    onFailure: z.enum(['closed', 'open']),
  }),
)

/** What the stack sets for every function. */
const Common = { INLET_STAGE: Text }

/** Where secure threads are written. */
const Threads = { INLET_THREAD_RETENTION_DAYS: z.optional(Count) }

export const WebhookEnvironment = z.object({
  ...Common,
  INLET_SECRET_ARN: Text,
  INLET_INBOUND_QUEUE_URL: Text,
  INLET_QUARANTINE_QUEUE_URL: Text,
  INLET_PUBLIC_URL: PublicUrl,
  INLET_REDACTION: Redaction,
})

export const TopicEnvironment = z.object({
  ...Common,
  INLET_INBOUND_QUEUE_URL: Text,
  INLET_QUARANTINE_QUEUE_URL: Text,
  INLET_REDACTION: Redaction,
})

export const IngestEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_INBOUND_QUEUE_URL: Text,
  INLET_INBOUND_DEAD_LETTER_QUEUE_URL: Text,
  INLET_QUARANTINE_QUEUE_URL: Text,
  INLET_QUEUE_SHARDS: Count,
  INLET_FEED_SHARDS: Count,
  INLET_RETENTION_DAYS: z.optional(Count),
})

export const OutboxEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_BUS_NAME: Text,
  INLET_OUTBOUND_QUEUE_URL: Text,
  INLET_TIMER_QUEUE_URL: Text,
  INLET_FEED_RETENTION_DAYS: Count,
  INLET_EVENT_TEXT: z.enum(['include', 'omit']),
})

export const TimersEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_TIMER_QUEUE_URL: Text,
  INLET_OUTBOUND_QUEUE_URL: Text,
  INLET_MEDIA_FUNCTION: Text,
  INLET_RETENTION_DAYS: z.optional(Count),
  ...Threads,
  AWS_REGION: Text,
  AWS_ENDPOINT_URL_LAMBDA: z.optional(Text),
})

export const MediaEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_FILES_BUCKET: Text,
  /** Channel → ARN of its secret. */
  INLET_CHANNEL_SECRETS_ARN: z.pipe(Json, z.record(z.string(), Text)),
  /** Base URLs in the place of the platforms' own, by name. */
  INLET_PLATFORM_HOSTS: z.pipe(Json, z.record(z.string(), Text)),
  INLET_RETENTION_DAYS: z.optional(Count),
})

export const SweepEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_TIMER_QUEUE_URL: Text,
  INLET_QUEUE_SHARDS: Count,
})

export const ArmEnvironment = z.object({ ...Common, INLET_TABLE_NAME: Text, INLET_TIMER_QUEUE_URL: Text })

export const RulesEnvironment = z.object({ ...Common, INLET_TABLE_NAME: Text })

/** Deliver also reads what Lambda itself sets. */
export const DeliverEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_OUTBOUND_QUEUE_URL: Text,
  INLET_FILES_BUCKET: Text,
  INLET_PUBLIC_URL: PublicUrl,
  /** Channel → ARN of its secret. */
  INLET_CHANNEL_SECRETS_ARN: z.pipe(Json, z.record(z.string(), Text)),
  /** Base URLs in the place of the platforms' own, by name. */
  INLET_PLATFORM_HOSTS: z.pipe(Json, z.record(z.string(), Text)),
  INLET_HUMAN_AGENT: z.enum(['on', 'off']),
  INLET_REDACTION: Redaction,
  INLET_QUEUE_SHARDS: Count,
  INLET_FEED_SHARDS: Count,
  INLET_RETENTION_DAYS: z.optional(Count),
  AWS_REGION: Text,
  AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: z.optional(Text),
  AWS_ENDPOINT_URL_S3: z.optional(Text),
})

/** The checks also read what Lambda itself sets. */
export const ChecksEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_PUBLIC_URL: PublicUrl,
  /** Channel → ARN of its secret, of its topic. */
  INLET_CHANNEL_SECRETS_ARN: z.pipe(Json, z.record(z.string(), Text)),
  INLET_CHANNEL_TOPICS_ARN: z.pipe(Json, z.record(z.string(), Text)),
  /** Base URLs in the place of the platforms' own, by name. */
  INLET_PLATFORM_HOSTS: z.pipe(Json, z.record(z.string(), Text)),
  INLET_FEED_SHARDS: Count,
  AWS_REGION: Text,
  AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: z.optional(Text),
})

const ApiScope = z.enum(['inbox:read', 'inbox:write', 'inbox:admin', 'inbox:secure'])

export const ApiEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_OUTBOUND_QUEUE_URL: Text,
  INLET_FILES_BUCKET: Text,
  INLET_QUEUE_SHARDS: Count,
  INLET_FEED_SHARDS: Count,
  INLET_RETENTION_DAYS: z.optional(Count),
  /** Whether a person may use a platform's longer window for human agents. */
  INLET_HUMAN_AGENT: z.enum(['on', 'off']),
  INLET_REDACTION: Redaction,
  /** Claim that lists a person's groups, and what each group may do. */
  INLET_GROUPS_CLAIM: Text,
  INLET_GROUP_SCOPES: z.pipe(Json, z.record(z.string(), z.array(ApiScope))),
  /** Claim that says human, ai or automation. */
  INLET_ACTOR_CLAIM: z.optional(Text),
  /** Client ids whose tokens are an AI's. */
  INLET_AI_CLIENTS: z.pipe(Json, z.array(Text)),
  /** How this deployment hands conversations over. */
  INLET_HANDOFF: Json,
  ...Threads,
  INLET_THREAD_KEY_ARN: z.optional(Text),
  /** CIDR blocks from which secure threads may be read; none: from everywhere. */
  INLET_THREAD_ADDRESSES: z.optional(z.pipe(Json, z.array(Text))),
  AWS_REGION: Text,
  AWS_ENDPOINT_URL_S3: z.optional(Text),
})

export const ThreadEnvironment = z.object({
  ...Common,
  INLET_TABLE_NAME: Text,
  INLET_PUBLIC_URL: PublicUrl,
  INLET_QUEUE_SHARDS: Count,
  INLET_FEED_SHARDS: Count,
  INLET_RETENTION_DAYS: z.optional(Count),
  INLET_HUMAN_AGENT: z.enum(['on', 'off']),
  INLET_REDACTION: Redaction,
  ...Threads,
  INLET_THREAD_KEY_ARN: Text,
  INLET_FILES_BUCKET: Text,
  /** Of it only the words. */
  INLET_HANDOFF: Json,
  AWS_REGION: Text,
  AWS_ENDPOINT_URL_S3: z.optional(Text),
})

/** Reads a function's settings. Throws `configuration_invalid` naming every variable that is missing or wrong, never a value. */
export function readEnvironment<Schema extends z.ZodMiniObject>(
  schema: Schema,
  environment: Record<string, string | undefined>,
): z.output<Schema> {
  const result = schema.safeParse(environment)
  if (result.success) return result.data
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')} (${issue.code})`).join(', ')
  throw new AppError('configuration_invalid', `the function's environment is missing or has wrong: ${wrong}`)
}
