import { parseArgs } from 'node:util'
import * as z from 'zod'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { ProveError } from './prove-error.ts'

const USAGE =
  'npm run prove -- [--channel facebook,sms] [--messages 2000] [--customers 100] [--replies 500] [--handoffs 40] [--seed 1] [--seeds 1] [--weather calm|rough] [--publisher conversation|entries]'

const NAMES = CHANNELS.map(({ manifest }) => manifest.name)

const Settings = z.object({
  /** Names with commas between them. */
  channel: z
    .string()
    .transform((names) => names.split(','))
    .pipe(z.array(z.enum(NAMES, `There are: ${NAMES.join(', ')}.`)))
    .default(NAMES),
  messages: z.coerce.number().int().min(1).max(100_000).default(2000),
  /** About twenty messages each. */
  customers: z.coerce.number().int().min(1).max(90_000).optional(),
  /** What agents say meanwhile. */
  replies: z.coerce.number().int().min(0).max(20_000).optional(),
  /** Customers of the public who are asked into private meanwhile. */
  handoffs: z.coerce.number().int().min(0).max(1_000).optional(),
  seed: z.coerce.number().int().min(0).max(4_000_000_000).optional(),
  seeds: z.coerce.number().int().min(1).max(1000).default(1),
  weather: z.enum(['calm', 'rough']).default('rough'),
  publisher: z.enum(['conversation', 'entries']).default('conversation'),
})

export type ProveSettings = Omit<
  z.infer<typeof Settings>,
  'channel' | 'customers' | 'replies' | 'handoffs' | 'seed'
> & {
  channels: readonly string[]
  customers: number
  replies: number
  handoffs: number
  seed: number
}

/** Without a seed, one is drawn. Throws `ProveError` with what a person can put right. */
export function readArguments(line: readonly string[], drawSeed: () => number): ProveSettings {
  const settings = Settings.safeParse(parse(line))
  if (!settings.success) throw new ProveError(`${z.prettifyError(settings.error)}\n${USAGE}`)
  const { channel: channels, messages, seed = drawSeed(), ...others } = settings.data
  const { customers = Math.max(1, Math.round(messages / 20)) } = others
  // The wrong publisher knows nothing of what is to be sent.
  const { replies = others.publisher === 'entries' ? 0 : Math.round(messages / 4) } = others
  const { handoffs = others.publisher === 'entries' ? 0 : Math.round(messages / 50) } = others
  return { ...others, channels, messages, customers, replies, handoffs, seed }
}

function parse(line: readonly string[]): object {
  const options = Object.fromEntries(
    Object.keys(Settings.shape).map((name) => [name, { type: 'string' as const }]),
  )
  try {
    return parseArgs({ args: [...line], options }).values
  } catch (error) {
    throw new ProveError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
