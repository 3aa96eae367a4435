import type { ProblemCode } from './problems.ts'

/** Chapters of the documentation, in their order. */
export const TAGS = {
  Conversations: 'Conversations and their logs.',
  Handoffs: 'Public conversations that go on in private.',
  Contacts: 'The people who write, over all channels.',
  Clocks: 'By when customers are answered: policies, opening hours, and how well it went.',
  Accounts: 'The connected identities of the company.',
  Events: 'The change feed: what goes over the event bus, for those who rather ask.',
  API: 'The API itself.',
} as const

/** What documentation says of a route beside its schemas. */
export type RouteDocumentation<Response> = {
  operationId: string
  tag: keyof typeof TAGS
  description: string
  /** Problems of this route beside those that every route has. */
  refusals: readonly ProblemCode[]
  /** The body of a request, where the route takes one. */
  bodyExample?: unknown
  /** The body of a successful answer. */
  example: Response
  /** Headers of a successful answer beside those that every answer has: name → what it says. */
  headers?: Readonly<Record<string, string>>
}
