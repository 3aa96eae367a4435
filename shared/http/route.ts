import type { UploadShelf } from '../app/media/media-ports.ts'
import type * as z from 'zod'
import type { ViewContext } from '../app/conversation-view.ts'
import type { OutboundQueue } from '../app/delivery-ports.ts'
import type {
  AccountStore,
  AnswerStore,
  Clock,
  ClockRecordReader,
  ContactStore,
  FeedReader,
  HandoffReader,
  InboxReader,
  InboxStore,
  Pacer,
  RulesStore,
} from '../app/ports.ts'
import type { HandoffSettings } from '../domain/handoff/handoff-settings.ts'
import type { ClockChannels } from '../app/move-clocks.ts'
import type { ReplySettings } from '../app/read-reply-facts.ts'
import { hideThreads } from '../app/thread/hide-threads.ts'
import { openThreads } from '../app/thread/open-threads.ts'
import type { SealDeps } from '../app/thread/save-sealed.ts'
import type { OpenFile } from '../app/thread/thread-files.ts'
import type { ThreadFileReader } from '../app/thread/thread-ports.ts'
import type { Refusal } from '../app/refusal.ts'
import type { Repeated } from '../app/save-once.ts'
import type { WriteRequest } from '../app/write-request.ts'
import type { Caller, Scope } from './caller.ts'
import { toFieldErrors, toQueryRecord } from './field-errors.ts'
import type { HttpRequest } from './http-message.ts'
import type { FieldError } from './problems.ts'
import { readBody, type UnreadableCode } from './read-body.ts'
import {
  type IfMatchKind,
  type KeyMissing,
  readIdempotencyKey,
  readIfMatch,
  toClaim,
} from './request-headers.ts'
import type { RouteDocumentation } from './route-documentation.ts'

/** What the routes' use cases need. */
export type ApiDependencies = SealDeps & {
  reader: InboxReader
  contacts: ContactStore
  store: InboxStore
  clockChannels: ClockChannels
  rules: RulesStore
  records: ClockRecordReader
  handoffReader: HandoffReader
  handoffs: HandoffSettings
  /** Whether the page of a secure thread is served here. */
  servesThreads: boolean
  answers: AnswerStore
  accounts: Pick<AccountStore, 'account'>
  outbound: OutboundQueue
  /** Of secure threads. */
  files: ThreadFileReader
  feed: FeedReader
  clock: Clock
  pacer: Pacer
  queueShards: number
  feedShards: number
  replies: ReplySettings
  uploads: UploadShelf
  replyWindowOf: ViewContext['replyWindowOf']
  /** Made when somebody asks for it. */
  openApi: () => Readonly<Record<string, unknown>>
}

export type Reply<Body> =
  | { kind: 'reply'; body: Body; headers?: Readonly<Record<string, string>> }
  | { kind: 'file'; file: OpenFile }
  /** There is nothing to say: 204. */
  | { kind: 'done_silently' }
  /** The body fits its schema and is wrong all the same. */
  | Invalid
  | Repeated
  | Refusal

type Invalid = { kind: 'invalid'; errors: FieldError[] }

/** What a handler knows beside the parts of the request. */
export type RouteContext = ApiDependencies & {
  caller: Caller
  now: Date
  /** Who asks for a change, by which request. */
  request: WriteRequest
  /** What the `If-Match` of a conditional route names, any of which will do; null: whatever there is. */
  ifMatch: readonly number[] | null
}

type RouteDefinition<
  Parameters extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** As OpenAPI writes it: `{name}` stands for one segment. */
  path: string
  /** null: any authenticated caller. */
  scope: Scope | null
  summary: string
  /** Of a successful answer; 200 where it is not said. */
  status?: 200 | 201 | 202 | 204
  /** Needs an Idempotency-Key: done once, answered the same every time. */
  idempotent?: true
  /** What its If-Match names; without it the header means nothing here. */
  ifMatch?: IfMatchKind
  /** What does not fit cannot exist: 404. */
  parameters: Parameters
  query: Query
  /** The JSON that a request carries. Without one nothing is read of what it carries. */
  body?: Body
  response: Response
  /** Answers a file of one of these types in the place of JSON. */
  file?: readonly string[]
  /** The answer as a table, for callers who rather have `text/csv` than JSON. */
  csv?: (body: z.output<Response>) => string
  documentation: RouteDocumentation<z.output<Response>>
  handle: (
    input: { parameters: z.output<Parameters>; query: z.output<Query>; body: z.output<Body> },
    context: RouteContext,
  ) => Promise<Reply<z.output<Response>>>
}

export type RouteOutcome =
  | Reply<unknown>
  | { kind: 'unreadable'; code: UnreadableCode | KeyMissing; detail: string }
  | { kind: 'unknown_resource' }

/** A route as the table holds it. The schemas stay readable for documentation; `run` checks the input against them. */
export type Route = Pick<
  RouteDefinition<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  | 'method'
  | 'path'
  | 'scope'
  | 'summary'
  | 'status'
  | 'idempotent'
  | 'ifMatch'
  | 'parameters'
  | 'query'
  | 'body'
  | 'response'
  | 'file'
> & {
  /** Takes the body of its own answers; a method, so that each route may name the type of its own. */
  csv?(this: void, body: unknown): string
  documentation: RouteDocumentation<unknown>
  run: (
    input: Pick<HttpRequest, 'path' | 'rawQuery' | 'headers' | 'body' | 'requestId'> & {
      parameters: Record<string, string>
    },
    caller: Caller,
    dependencies: ApiDependencies,
  ) => Promise<RouteOutcome>
}

export function defineRoute<
  Parameters extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>({ handle, ...definition }: RouteDefinition<Parameters, Query, Body, Response>): Route {
  return {
    ...definition,
    run: async (input, caller, dependencies) => {
      const { record, repeated } = toQueryRecord(input.rawQuery)
      if (repeated.length > 0) return { kind: 'invalid', errors: repeated }
      const query = definition.query.safeParse(record)
      if (!query.success) return { kind: 'invalid', errors: toFieldErrors(query.error, 'query', record) }
      const parameters = definition.parameters.safeParse(input.parameters)
      if (!parameters.success) return { kind: 'unknown_resource' }
      const ifMatch = readIfMatch(input.headers, definition.ifMatch)
      if (ifMatch.kind !== 'read') return ifMatch
      const key = definition.idempotent ? readIdempotencyKey(input.headers) : null
      if (key !== null && key.kind !== 'read') return key
      const body = readBody(definition.body, input.body)
      if (body.kind !== 'read') return body
      const { method, status = 200 } = definition
      const claim =
        key && toClaim({ method, path: input.path, key: key.key, body: body.value, status }, caller)
      return handle(
        { parameters: parameters.data, query: query.data, body: body.value },
        {
          ...dependencies,
          ...toReads(dependencies, caller, input.requestId),
          caller,
          now: dependencies.clock.now(),
          request: { actor: caller.actor, requestId: input.requestId, claim },
          ifMatch: ifMatch.values,
        },
      )
    },
  }
}

/** What a caller's routes may read: secure threads and their words by a scope of their own, everything else by the route's. */
function toReads(
  dependencies: ApiDependencies,
  { actor, scopes }: Caller,
  requestId: string,
): Pick<ApiDependencies, 'reader' | 'store'> {
  const { seals, reader, store } = dependencies
  if (seals === null || !scopes.has('inbox:secure')) return hideThreads({ reader, store })
  const origin = { actor, causationId: `req_${requestId}` }
  return { reader: openThreads(reader, { ...dependencies, seals }, origin), store }
}
