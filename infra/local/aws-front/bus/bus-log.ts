import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { AcceptedEvent, BusDelivery, type BusEvent } from './bus-event.ts'
import { openLineFile } from './line-file.ts'

const Settled = z.strictObject({
  sequence: z.number(),
  ...BusDelivery.shape,
  outcome: z.enum(['delivered', 'dead-lettered', 'given-up']),
})
export type Settled = z.infer<typeof Settled>

export type BusLog = {
  /** Durable when it returns. */
  accept: (events: readonly Omit<AcceptedEvent, 'sequence'>[]) => AcceptedEvent[]
  settle: (settled: Settled) => void
  /** Events behind `after`, an event's id or its place in the log; all of them when it is absent or not known. */
  events: (after?: string) => BusEvent[]
  /** What earlier runs accepted and did not settle: only unsettled deliveries are left in it. */
  unsettled: readonly AcceptedEvent[]
  close: () => void
}

/** The events that crossed the buses and the fate of their deliveries, in two files that survive a SIGKILL. */
export function openBusLog(directory: string): BusLog {
  mkdirSync(directory, { recursive: true })
  const eventFile = openLineFile(join(directory, 'events.jsonl'))
  const settledFile = openLineFile(join(directory, 'deliveries.jsonl'))
  const accepted = eventFile.initialLines.map(parseAccepted)
  const sequenceOfId = new Map(accepted.map(({ event, sequence }) => [event.id, sequence]))
  let last = accepted.at(-1)?.sequence ?? 0

  const settled = new Set(
    settledFile.initialLines.map((line) => {
      const { sequence, rule, target } = Settled.parse(JSON.parse(line))
      return deliveryKey(sequence, { rule, target })
    }),
  )
  const unsettled = accepted
    .map((one) => ({
      ...one,
      deliveries: one.deliveries.filter((delivery) => !settled.has(deliveryKey(one.sequence, delivery))),
    }))
    .filter(({ deliveries }) => deliveries.length > 0)

  return {
    unsettled,
    accept: (events) => {
      const numbered = events.map((event, index) => ({ sequence: last + index + 1, ...event }))
      if (numbered.length === 0) return numbered
      eventFile.append(numbered.map((event) => JSON.stringify(event)))
      for (const { event, sequence } of numbered) sequenceOfId.set(event.id, sequence)
      last += numbered.length
      return numbered
    },
    settle: (delivery) => settledFile.append([JSON.stringify(delivery)]),
    events: (after) => {
      const sequence = after === undefined ? 0 : (sequenceOfId.get(after) ?? toSequence(after))
      return eventFile.readFrom(sequence).map((line) => parseAccepted(line).event)
    },
    close: () => {
      eventFile.close()
      settledFile.close()
    },
  }
}

function parseAccepted(line: string): AcceptedEvent {
  return AcceptedEvent.parse(JSON.parse(line))
}

function toSequence(after: string): number {
  return /^\d{1,15}$/.test(after) ? Number(after) : 0
}

function deliveryKey(sequence: number, { rule, target }: BusDelivery): string {
  return JSON.stringify([sequence, rule, target])
}
