import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { LocalBus } from '../../template/read-buses.ts'
import type { Weather } from '../../weather.ts'
import { errorAnswer, jsonAnswer, type Answer } from '../answer.ts'
import type { AwsRequest } from '../aws-request.ts'
import { parseJsonObject } from '../json-body.ts'
import type { AcceptedEvent, BusEvent } from './bus-event.ts'
import type { BusLog } from './bus-log.ts'
import { compileEventPattern } from './event-pattern.ts'
import {
  checkEntry,
  ENTRIES_MAX,
  entryBytes,
  PutEventsEntry,
  REQUEST_BYTES_MAX,
  type EntryProblem,
} from './put-events-entry.ts'

const PutEvents = z.looseObject({ Entries: z.array(PutEventsEntry) })

type Accepted = Omit<AcceptedEvent, 'sequence'>

/** PutEvents: an entry is in the log before its id is answered. Throws at creation for a rule that cannot be compiled. */
export function createEventBridgeService(options: {
  buses: readonly LocalBus[]
  weather: Weather
  log: BusLog
  deliver: (events: readonly AcceptedEvent[]) => void
}): (request: AwsRequest) => Promise<Answer> {
  const buses = options.buses.map((bus) => ({
    ...bus,
    rules: bus.rules.map((rule) => ({ ...rule, matches: compileEventPattern(rule.pattern, rule.name) })),
  }))

  return async (request) => {
    if (request.action !== 'PutEvents') {
      const message = `The local EventBridge knows PutEvents only, not ${request.action}.`
      return errorAnswer(request, 'UnknownOperationException', message)
    }
    const input = PutEvents.safeParse(parseJsonObject(request.body.toString('utf8')))
    if (!input.success) return errorAnswer(request, 'ValidationException', z.prettifyError(input.error))
    const entries = input.data.Entries
    const refusal = requestRefusal(entries)
    if (refusal !== null) return errorAnswer(request, 'ValidationException', refusal)

    const accepted: Accepted[] = []
    const results = entries.map((entry) => {
      const outcome = acceptEntry(entry)
      if ('ErrorCode' in outcome) return outcome
      accepted.push(outcome)
      return { EventId: outcome.event.id }
    })
    options.deliver(options.log.accept(accepted))
    return jsonAnswer({ FailedEntryCount: entries.length - accepted.length, Entries: results }, request)
  }

  function acceptEntry(entry: PutEventsEntry): Accepted | EntryProblem {
    const checked = checkEntry(entry)
    if (checked.kind === 'bad') return checked.problem
    const name = entry.EventBusName ?? 'default'
    const bus = buses.find((one) => one.name === name || one.arn === name)
    if (bus === undefined) {
      return { ErrorCode: 'InvalidArgument', ErrorMessage: `Event bus ${name} does not exist.` }
    }
    if (options.weather.chance('bus-entry-failed')) {
      const ErrorCode = options.weather.pick('bus-entry-failed', ['InternalFailure', 'ThrottlingException'])
      return { ErrorCode, ErrorMessage: 'The entry was not accepted. Please try again.' }
    }
    const event = toEvent(entry, checked, bus.arn)
    const matching = bus.rules.filter((rule) => rule.matches(event))
    const deliveries = matching.flatMap((rule) =>
      rule.targets.map((target) => ({ rule: rule.name, target: target.arn })),
    )
    return { bus: bus.name, event, deliveries }
  }
}

function requestRefusal(entries: readonly PutEventsEntry[]): string | null {
  if (entries.length < 1 || entries.length > ENTRIES_MAX) {
    const bound = entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${ENTRIES_MAX}`
    return `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`
  }
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0)
  return bytes >= REQUEST_BYTES_MAX ? 'Total size of the entries in the request is over the limit.' : null
}

function toEvent(
  entry: PutEventsEntry,
  checked: { source: string; detailType: string; detail: Record<string, unknown> },
  busArn: string,
): BusEvent {
  const [, , , region = '', account = ''] = busArn.split(':')
  const time = entry.Time === undefined ? new Date() : new Date(entry.Time * 1000)
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': checked.detailType,
    source: checked.source,
    account,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: entry.Resources ?? [],
    detail: checked.detail,
  }
}
