import { setTimeout as wait } from 'node:timers/promises'
import type { LocalBus } from '../../template/read-buses.ts'
import type { Weather } from '../../weather.ts'
import type { AcceptedEvent, BusDelivery } from './bus-event.ts'
import type { BusLog, Settled } from './bus-log.ts'
import type { SendDeadLetter } from './dead-letter.ts'
import { createDeliveryAttempts, type Target } from './delivery-attempts.ts'

const STOP_GRACE_MS = 5_000

export type BusDeliveries = {
  deliver: (events: readonly AcceptedEvent[]) => void
  /** Waits a while for deliveries under way; what is not settled then is taken up by the next start. */
  stop: () => Promise<void>
}

/** Carries accepted events to their targets, at least once, with the rule's retry policy and dead-letter queue. */
export function createBusDeliveries(options: {
  buses: readonly LocalBus[]
  weather: Weather
  log: BusLog
  deliver: (targetArn: string, event: unknown) => Promise<void>
  sendDeadLetter: SendDeadLetter
  logLine: (line: string) => void
}): BusDeliveries {
  const stopping = new AbortController()
  const attempts = createDeliveryAttempts({ ...options, stopping: stopping.signal })
  const running = new Set<Promise<void>>()

  return {
    deliver: (events) => {
      for (const event of events) {
        for (const delivery of event.deliveries) schedule(event, delivery)
      }
    },
    stop: async () => {
      stopping.abort()
      await Promise.race([Promise.all(running), wait(STOP_GRACE_MS, undefined, { ref: false })])
    },
  }

  function schedule(accepted: AcceptedEvent, delivery: BusDelivery): void {
    const target = findTarget(options.buses, accepted.bus, delivery)
    if (target === null) {
      options.logLine(`Rule ${delivery.rule} has no target ${delivery.target} now; its delivery is dropped.`)
      settle(accepted, delivery, 'given-up')
      return
    }
    if (options.weather.chance('bus-duplicate-delivery')) keep(attempts.once(target, accepted.event))
    keep(
      attempts.untilSettled(delivery.rule, target, accepted.event).then((outcome) => {
        if (outcome !== 'interrupted') settle(accepted, delivery, outcome)
      }),
    )
  }

  function keep(task: Promise<unknown>): void {
    const kept = task
      .catch((error: unknown) => options.logLine(`A bus delivery stays open: ${String(error)}`))
      .then(() => void running.delete(kept))
    running.add(kept)
  }

  function settle(accepted: AcceptedEvent, delivery: BusDelivery, outcome: Settled['outcome']): void {
    options.log.settle({ sequence: accepted.sequence, ...delivery, outcome })
  }
}

function findTarget(buses: readonly LocalBus[], busName: string, delivery: BusDelivery): Target | null {
  const bus = buses.find(({ name }) => name === busName)
  const rule = bus?.rules.find(({ name }) => name === delivery.rule)
  return rule?.targets.find(({ arn }) => arn === delivery.target) ?? null
}
