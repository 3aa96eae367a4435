import * as z from 'zod'
import { ActorKind } from '../../domain/entry.ts'
import { Scope } from '../caller.ts'
import { defineRoute } from '../route.ts'

const Me = z.strictObject({
  id: z.string().nullable(),
  kind: ActorKind.extract(['human', 'ai', 'automation']),
  name: z.string().nullable(),
  clientId: z.string().nullable(),
  scopes: z.array(Scope),
})

/** Needs no scope, so that somebody who may do nothing can see why. */
export const getMeRoute = defineRoute({
  method: 'GET',
  path: '/v1/me',
  scope: null,
  summary: 'Who the token says is calling, and what it allows',
  parameters: z.object({}),
  query: z.strictObject({}),
  response: Me,
  documentation: {
    operationId: 'getMe',
    tag: 'API',
    description: 'Needs no scope, so that somebody who may do nothing can see why.',
    refusals: [],
    example: {
      id: 'ada',
      kind: 'human',
      name: 'Ada',
      clientId: '4sv0q1a9mkb7s5o3',
      scopes: ['inbox:read', 'inbox:write'],
    },
  },
  handle: async (_input, { caller: { actor, clientId, scopes } }) => ({
    kind: 'reply',
    body: { id: actor.id, kind: actor.kind, name: actor.name, clientId, scopes: [...scopes].sort() },
  }),
})
