import * as z from 'zod'
import { parseJsonObject, type JsonObject } from '../json-body.ts'

// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
export const ENTRIES_MAX = 10
export const REQUEST_BYTES_MAX = 1_048_576
const TIME_BYTES = 14

export const PutEventsEntry = z.looseObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  /** Epoch seconds, as the JSON protocol writes timestamps. */
  Time: z.number().optional(),
})
export type PutEventsEntry = z.infer<typeof PutEventsEntry>

export type EntryProblem = { ErrorCode: string; ErrorMessage: string }

/** The parts that count. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
export function entryBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])]
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0)
  return bytes + (entry.Time === undefined ? 0 : TIME_BYTES)
}

/** The entry's detail, or why EventBridge refuses the entry. */
export function checkEntry(
  entry: PutEventsEntry,
):
  | { kind: 'good'; source: string; detailType: string; detail: JsonObject }
  | { kind: 'bad'; problem: EntryProblem } {
  const { Source: source, DetailType: detailType, Detail } = entry
  if (!source) return missing('Source')
  if (!detailType) return missing('DetailType')
  if (!Detail) return missing('Detail')
  if (source.startsWith('aws.')) {
    return bad('NotAuthorizedForSourceException', `Not authorized for the source ${source}.`)
  }
  const detail = parseJsonObject(Detail)
  if (detail === null) return bad('MalformedDetail', 'Detail is malformed.')
  return { kind: 'good', source, detailType, detail }
}

function missing(name: string): { kind: 'bad'; problem: EntryProblem } {
  return bad('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`)
}

function bad(ErrorCode: string, ErrorMessage: string): { kind: 'bad'; problem: EntryProblem } {
  return { kind: 'bad', problem: { ErrorCode, ErrorMessage } }
}
