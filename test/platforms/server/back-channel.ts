import * as z from 'zod'
import type { Random } from '../../support/random.ts'
import type { Delivery } from '../emulator.ts'

const RETRY_PAUSE_MS = 100
const BEFORE_ANSWER_WAIT_MS = 2_000

/** How the platform tells the inbox what happened: chances in [0, 1], drawn for each call. */
export const ReceiptMood = z.strictObject({
  enabled: z.boolean().default(true),
  /** The first of a call is delivered before the call is answered. */
  beforeAnswer: z.number().min(0).max(1).default(0.1),
  outOfOrder: z.number().min(0).max(1).default(0.1),
  /** One of a call comes a second time. */
  twice: z.number().min(0).max(1).default(0.1),
  /** Between one and the next. */
  delayMs: z.int().min(0).max(60_000).default(10),
})
export type ReceiptMood = z.infer<typeof ReceiptMood>

export type ReceiptPlan = { before: readonly Delivery[]; after: readonly Delivery[] }

export type DeliveryRecord = { label: string; url: string; status: number | null; attempts: number }

export type BackChannel = {
  setMood: (mood: ReceiptMood) => void
  plan: (deliveries: readonly Delivery[], wish: ReceiptWish) => ReceiptPlan
  /** Delivers before the answer, but does not let the inbox hold the answer up for ever. */
  sendBefore: (plan: ReceiptPlan) => Promise<void>
  /** Delivers in the background, one after another. */
  sendAfter: (plan: ReceiptPlan) => void
  delivered: () => readonly DeliveryRecord[]
  /** Resolves once nothing is under way. */
  settled: () => Promise<void>
  stop: () => Promise<void>
}

export type ReceiptWish = 'none' | 'before_answer' | 'out_of_order' | 'twice' | undefined

export function createBackChannel(random: Random, firstMood: ReceiptMood): BackChannel {
  let mood = firstMood
  const records: DeliveryRecord[] = []
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
    return tracked
  }
  const deliverAll = async (deliveries: readonly Delivery[]): Promise<void> => {
    for (const delivery of deliveries) {
      if (stopping.signal.aborted) return
      records.push(await deliver(delivery, stopping.signal))
      await pause(mood.delayMs, stopping.signal)
    }
  }
  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay)
  }
  return {
    setMood: (next) => {
      mood = next
    },
    plan: (deliveries, wish) => toPlan(deliveries, wish, mood, random),
    sendBefore: async ({ before }) => {
      if (before.length === 0) return
      await Promise.race([track(deliverAll(before)), pause(BEFORE_ANSWER_WAIT_MS, stopping.signal)])
    },
    sendAfter: ({ after }) => {
      void track(deliverAll(after))
    },
    delivered: () => records,
    settled,
    stop: async () => {
      stopping.abort()
      await settled()
    },
  }
}

/** Draws the same number of times whatever comes of it, so that a seed tells the same story again. */
function toPlan(
  deliveries: readonly Delivery[],
  wish: ReceiptWish,
  mood: ReceiptMood,
  random: Random,
): ReceiptPlan {
  const isEarly = random.chance(mood.beforeAnswer) || wish === 'before_answer'
  const isMixed = random.chance(mood.outOfOrder) || wish === 'out_of_order'
  const isTwice = random.chance(mood.twice) || wish === 'twice'
  if (!mood.enabled || wish === 'none' || deliveries.length === 0) return { before: [], after: [] }
  const [first, ...others] = isMixed ? [...deliveries].reverse() : deliveries
  const repeated = isTwice && first !== undefined ? [first] : []
  return isEarly && first !== undefined
    ? { before: [first], after: [...others, ...repeated] }
    : { before: [], after: [...(first === undefined ? [] : [first]), ...others, ...repeated] }
}

async function deliver(delivery: Delivery, signal: AbortSignal): Promise<DeliveryRecord> {
  const { label, request, retries } = delivery
  let status: number | null = null
  let attempts = 0
  if (!isLoopback(request.url)) return { label, url: request.url, status, attempts }
  while (attempts <= retries && !signal.aborted) {
    if (attempts > 0) await pause(RETRY_PAUSE_MS * 2 ** (attempts - 1), signal)
    attempts += 1
    status = await post(request, signal)
    if (status !== null && status >= 200 && status < 300) break
  }
  return { label, url: request.url, status, attempts }
}

/** A status callback may name any address; nobody outside this machine is ever called. */
function isLoopback(url: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
}

/** null: nobody answered. */
async function post(
  { url, headers, body }: Delivery['request'],
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body), signal })
    await response.arrayBuffer()
    return response.status
  } catch {
    return null
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
