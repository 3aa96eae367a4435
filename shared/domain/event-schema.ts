import * as z from 'zod'
import type { EventType } from './event-part.ts'
import { EventDetail, EVENTS } from './events.ts'
import { plainlyOpen } from './published-schema.ts'

export type EventSchema = Readonly<Record<string, unknown>>

/** `event-type.v1`: names a shape for ever. A change that an old event does not fit is a new version. */
export function toEventName(type: string, version: number): string {
  return `${type}.v${version}`
}

/**
 * JSON Schema (draft 2020-12) of `detail` of each event in its current version, by name.
 */
export function toEventSchemas(): Map<string, EventSchema> {
  const types = Object.keys(EVENTS) as EventType[]
  return new Map(types.map((type) => [toEventName(type, EVENTS[type].version), toEventSchema(type)]))
}

function toEventSchema(type: EventType): EventSchema {
  const { version, data } = EVENTS[type]
  const detail = EventDetail.extend({ version: z.literal(version), data })
  const { $schema, ...schema } = z.toJSONSchema(detail, { override: plainlyOpen })
  return {
    $schema,
    $id: `urn:inlet:event:${toEventName(type, version)}`,
    title: type,
    description: `\`detail\` of the event whose \`detail-type\` is \`${type}\`, version ${version}.`,
    ...schema,
  }
}
