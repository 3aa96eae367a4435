import type * as z from 'zod'
import type { ViewContext } from '../app/conversation-view.ts'
import type { Clock, ContactStore, FeedReader, InboxReader, Pacer } from '../app/ports.ts'
import type { Refusal } from '../app/refusal.ts'
import type { Caller, Scope } from './caller.ts'
import { toFieldErrors, toQueryRecord } from './field-errors.ts'
import type { HttpBody } from './http-message.ts'
import type { FieldError } from './problems.ts'
import { readBody, type UnreadableCode } from './read-body.ts'
import type { RouteDocumentation } from './route-documentation.ts'

/** What the routes' use cases need. */
export type ApiDependencies = {
  reader: InboxReader
  contacts: ContactStore
  feed: FeedReader
  clock: Clock
  pacer: Pacer
  queueShards: number
  feedShards: number
  replyWindowOf: ViewContext['replyWindowOf']
  /** Made when somebody asks for it. */
  openApi: () => Readonly<Record<string, unknown>>
}

export type Reply<Body> = { kind: 'reply'; body: Body; etag?: string } | Refusal

type RouteDefinition<
  Parameters extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
> = {
  method: 'GET' | 'POST'
  /** As OpenAPI writes it: `{name}` stands for one segment. */
  path: string
  /** null: any authenticated caller. */
  scope: Scope | null
  summary: string
  /** What does not fit cannot exist: 404. */
  parameters: Parameters
  query: Query
  /** The JSON that a POST carries. Without one nothing is read of what it carries. */
  body?: Body
  response: Response
  documentation: RouteDocumentation<z.output<Response>>
  handle: (
    input: { parameters: z.output<Parameters>; query: z.output<Query>; body: z.output<Body> },
    context: ApiDependencies & { caller: Caller; now: Date; requestId: string },
  ) => Promise<Reply<z.output<Response>>>
}

export type RouteOutcome =
  | Reply<unknown>
  | { kind: 'invalid'; errors: FieldError[] }
  | { kind: 'unreadable'; code: UnreadableCode; detail: string }
  | { kind: 'unknown_resource' }

/** A route as the table holds it. The schemas stay readable for documentation; `run` checks the input against them. */
export type Route = Pick<
  RouteDefinition<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  'method' | 'path' | 'scope' | 'summary' | 'parameters' | 'query' | 'body' | 'response'
> & {
  documentation: RouteDocumentation<unknown>
  run: (
    input: { parameters: Record<string, string>; rawQuery: string; body: HttpBody; requestId: string },
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
      const body = readBody(definition.body, input.body)
      if (body.kind !== 'read') return body
      const now = dependencies.clock.now()
      return handle(
        { parameters: parameters.data, query: query.data, body: body.value },
        { ...dependencies, caller, now, requestId: input.requestId },
      )
    },
  }
}
