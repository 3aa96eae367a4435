import { createRandom, type Random } from '../support/random.ts'
import { toPlatformFiles } from './platform-files.ts'

/** Calls that pass without a fault between two that do not. */
const CLEAN = { min: 2, max: 6 }
const SLOW_MS = { min: 200, max: 1_200 }
/** X's quarter of an hour and WhatsApp's pace for one person, for a run that has minutes. */
const PACE = { xQuarterMs: 3_000, whatsAppPairPauseMs: 500 }
const ROUGH_RECEIPTS = { enabled: true, beforeAnswer: 0.2, outOfOrder: 0.2, twice: 0.2, delayMs: 10 }
const CALM_RECEIPTS = { enabled: true, beforeAnswer: 0, outOfOrder: 0, twice: 0, delayMs: 10 }

type Fault = Record<string, unknown>

/** What every platform may do to a call. */
const FAULTS: readonly [Maker, ...Maker[]] = [
  () => ({ status: 503 }),
  () => ({ status: 500 }),
  () => ({ status: 429 }),
  // Taken, and nobody is told.
  () => ({ dropAfterRequest: true }),
  // Refused, and nobody is told.
  () => ({ dropAfterRequest: true, status: 500 }),
  (random) => ({ timeoutMs: random.integer(SLOW_MS.min, SLOW_MS.max) }),
  () => ({ receipts: 'before_answer' }),
  () => ({ receipts: 'out_of_order' }),
  () => ({ receipts: 'twice' }),
  () => ({ receipts: 'none' }),
]
type Maker = (random: Random) => Fault

/** What each says when it will never take a message, and when it has taken one that does not arrive. */
const REFUSALS: Readonly<Record<string, readonly Fault[]>> = {
  facebook: [
    { code: 551, path: '/messages' },
    { status: 400, path: '/comments' },
  ],
  whatsapp: [
    { code: 131026, path: '/messages' },
    { code: 131026, failLater: true, path: '/messages' },
  ],
  twitter: [{ status: 403 }],
  sms: [
    { code: 21614, provider: 'twilio', path: '/Messages.json' },
    { code: 30003, failLater: true, provider: 'twilio', path: '/Messages.json' },
    { code: 'TEXT_UNREACHABLE', failLater: true, provider: 'aws' },
  ],
}

/** Tells the platforms how the calls of this run go, as many as there are replies, and at what pace time goes for them. */
export async function planPlatformWeather(
  platformsUrl: string,
  of: { seed: number; replies: number; channels: readonly string[]; weather: 'calm' | 'rough' },
): Promise<void> {
  const isRough = of.weather === 'rough'
  await put(platformsUrl, 'pace', PACE)
  await put(platformsUrl, 'receipts', isRough ? ROUGH_RECEIPTS : CALM_RECEIPTS)
  for (const [id, plan] of Object.entries(toPlatformFiles(isRough))) {
    await put(platformsUrl, `media/${id}`, plan)
  }
  if (!isRough || of.replies === 0) return
  const random = createRandom(of.seed + 6)
  for (const channel of of.channels) {
    await put(platformsUrl, `faults/${channel}`, toFaults(random, channel, of.replies))
  }
}

function toFaults(random: Random, channel: string, calls: number): Fault[] {
  const faults: Fault[] = []
  for (let left = calls; left > 0;) {
    const clean = random.integer(CLEAN.min, CLEAN.max)
    // A fault without an effect: the next ones wait behind it.
    faults.push({ timeoutMs: 0, times: clean })
    faults.push({ ...pickFault(random, channel), times: 1 })
    left -= clean + 1
  }
  return faults
}

function pickFault(random: Random, channel: string): Fault {
  const own = REFUSALS[channel] ?? []
  const [first = {}, ...others] = own
  return own.length > 0 && random.chance(0.5) ? random.pick([first, ...others]) : random.pick(FAULTS)(random)
}

async function put(platformsUrl: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${platformsUrl}/control/${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`the platforms refuse ${path}: ${await response.text()}`)
}
