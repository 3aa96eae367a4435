import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import type { EventBus } from '../app/ports.ts'
import { toBatches } from '../domain/batches.ts'
import { AppError } from '../domain/errors.ts'
import { EVENT_SOURCE, type InletEvent } from '../domain/events.ts'

/** EventBridge: entries of one call, and bytes of all of them. */
const ENTRIES_MAX = 10
const BYTES_MAX = 250_000
/** Source, type, time and bus beside an event's detail. */
const FRAME_BYTES = 100

export function createEventBus(client: EventBridgeClient, busName: string): EventBus {
  return {
    publish: async (events) => {
      const failed = new Set<string>()
      const sizeOf = (event: InletEvent): number => Buffer.byteLength(JSON.stringify(event)) + FRAME_BYTES
      for (const batch of toBatches(events, { sizeOf, sizeMax: BYTES_MAX, countMax: ENTRIES_MAX })) {
        for (const id of await putBatch(client, busName, batch)) failed.add(id)
      }
      return { failed }
    },
  }
}

/** An answer of 200 may hold failures: every entry is looked at, and those are sent once more before they are given back. */
async function putBatch(
  client: EventBridgeClient,
  busName: string,
  batch: readonly InletEvent[],
): Promise<string[]> {
  let pending = batch
  for (let tries = 0; tries < 2 && pending.length > 0; tries++) {
    const Entries = pending.map(({ type, detail }) => ({
      EventBusName: busName,
      Source: EVENT_SOURCE,
      DetailType: type,
      Detail: JSON.stringify(detail),
      Time: new Date(detail.occurredAt),
    }))
    const answer = await client.send(new PutEventsCommand({ Entries })).catch((cause: unknown) => {
      throw new AppError('bus_unavailable', 'EventBridge did not answer', { cause })
    })
    pending = pending.filter((_, index) => answer.Entries?.[index]?.EventId === undefined)
  }
  return pending.map(({ detail }) => detail.id)
}
