import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'

const BusEvent = z.object({
  id: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({
    id: z.string(),
    occurredAt: z.string(),
    data: z.looseObject({ providerId: z.string().optional() }),
  }),
})
type BusEvent = z.infer<typeof BusEvent>
const BusEvents = z.object({ data: z.array(BusEvent) })

/** Tells when the `message.received` of each provider id was first there. */
export type BusWatch = {
  seen: ReadonlyMap<string, number>
  /** Resolves when these are there; fails after the deadline. */
  waitFor: (providerIds: readonly string[], timeoutMs: number) => Promise<void>
  stop: () => Promise<void>
}

/** Looks at the bus without a pause worth naming. `onEvents`: what is new, in its order. Ends with the signal, or fails. */
export async function followBus(
  inboxUrl: string,
  pauseMs: number,
  onEvents: (events: readonly BusEvent[]) => void,
  signal: AbortSignal,
): Promise<void> {
  let after = ''
  while (!signal.aborted) {
    const response = await fetch(`${inboxUrl}/local/events?after=${after}`)
    const { data } = BusEvents.parse(await response.json())
    onEvents(data)
    after = data.at(-1)?.id ?? after
    await sleep(pauseMs)
  }
}

export function watchBus(inboxUrl: string, pauseMs: number): BusWatch {
  const seen = new Map<string, number>()
  const ending = new AbortController()
  const note = (events: readonly BusEvent[]): void => {
    const now = performance.now()
    for (const { 'detail-type': type, detail } of events) {
      const { providerId } = detail.data
      if (type === 'message.received' && providerId !== undefined && !seen.has(providerId)) {
        seen.set(providerId, now)
      }
    }
  }
  const running = followBus(inboxUrl, pauseMs, note, ending.signal)
  // Whoever waits hears of it; nobody may be waiting yet.
  running.catch(() => undefined)
  return {
    seen,
    waitFor: async (providerIds, timeoutMs) => {
      const deadline = performance.now() + timeoutMs
      while (!providerIds.every((id) => seen.has(id))) {
        if (performance.now() > deadline) {
          const missing = providerIds.filter((id) => !seen.has(id)).length
          throw new Error(
            `${missing} of ${providerIds.length} events were not on the bus after ${timeoutMs} ms`,
          )
        }
        await Promise.race([sleep(2), running])
      }
    },
    stop: async () => {
      ending.abort()
      await running
    },
  }
}
