import type * as z from 'zod'
import type { ViewContext } from '../app/conversation-view.ts'
import type { Clock, FeedReader, InboxReader, Pacer } from '../app/ports.ts'
import type { Refusal } from '../app/refusal.ts'
import type { Caller, Scope } from './caller.ts'
import { toFieldErrors, toQueryRecord } from './field-errors.ts'
import type { FieldError } from './problems.ts'

/** What the routes' use cases need. */
export type ApiDependencies = {
  reader: InboxReader
  feed: FeedReader
  clock: Clock
  pacer: Pacer
  queueShards: number
  feedShards: number
  replyWindowOf: ViewContext['replyWindowOf']
}

export type Reply<Body> = { kind: 'reply'; body: Body; etag?: string } | Refusal

type RouteDefinition<Parameters extends z.ZodType, Query extends z.ZodType, Response extends z.ZodType> = {
  method: 'GET'
  /** As OpenAPI writes it: `{name}` stands for one segment. */
  path: string
  /** null: any authenticated caller. */
  scope: Scope | null
  summary: string
  /** What does not fit cannot exist: 404. */
  parameters: Parameters
  query: Query
  response: Response
  handle: (
    input: { parameters: z.output<Parameters>; query: z.output<Query> },
    context: ApiDependencies & { caller: Caller; now: Date },
  ) => Promise<Reply<z.output<Response>>>
}

export type RouteOutcome =
  Reply<unknown> | { kind: 'invalid'; errors: FieldError[] } | { kind: 'unknown_resource' }

/** A route as the table holds it. The schemas stay readable for documentation; `run` checks the input against them. */
export type Route = Pick<
  RouteDefinition<z.ZodType, z.ZodType, z.ZodType>,
  'method' | 'path' | 'scope' | 'summary' | 'parameters' | 'query' | 'response'
> & {
  run: (
    input: { parameters: Record<string, string>; rawQuery: string },
    caller: Caller,
    dependencies: ApiDependencies,
  ) => Promise<RouteOutcome>
}

export function defineRoute<
  Parameters extends z.ZodType,
  Query extends z.ZodType,
  Response extends z.ZodType,
>({ handle, ...definition }: RouteDefinition<Parameters, Query, Response>): Route {
  return {
    ...definition,
    run: async (input, caller, dependencies) => {
      const { record, repeated } = toQueryRecord(input.rawQuery)
      if (repeated.length > 0) return { kind: 'invalid', errors: repeated }
      const query = definition.query.safeParse(record)
      if (!query.success) return { kind: 'invalid', errors: toFieldErrors(query.error, 'query', record) }
      const parameters = definition.parameters.safeParse(input.parameters)
      if (!parameters.success) return { kind: 'unknown_resource' }
      const context = { ...dependencies, caller, now: dependencies.clock.now() }
      return handle({ parameters: parameters.data, query: query.data }, context)
    },
  }
}
