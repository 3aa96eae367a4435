import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'

const BusEvents = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      'detail-type': z.string(),
      detail: z.looseObject({ data: z.looseObject({ providerId: z.string().optional() }) }),
    }),
  ),
})

/** Looks at the bus without a pause worth naming, and tells when the `message.received` of each provider id was first there. */
export type BusWatch = {
  seen: ReadonlyMap<string, number>
  /** Resolves when these are there; fails after the deadline. */
  waitFor: (providerIds: readonly string[], timeoutMs: number) => Promise<void>
  stop: () => Promise<void>
}

export function watchBus(inboxUrl: string, pauseMs: number): BusWatch {
  const seen = new Map<string, number>()
  const ending = new AbortController()

  async function run(): Promise<void> {
    let after = ''
    while (!ending.signal.aborted) {
      const response = await fetch(`${inboxUrl}/local/events?after=${after}`)
      const { data } = BusEvents.parse(await response.json())
      const now = performance.now()
      for (const event of data) {
        const { providerId } = event.detail.data
        if (
          event['detail-type'] === 'message.received' &&
          providerId !== undefined &&
          !seen.has(providerId)
        ) {
          seen.set(providerId, now)
        }
      }
      after = data.at(-1)?.id ?? after
      await sleep(pauseMs)
    }
  }

  const running = run()
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
