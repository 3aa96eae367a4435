import * as z from 'zod'
import { HandoffView, toHandoffView } from '../../app/handoff/handoff-view.ts'
import { refuse } from '../../app/refusal.ts'
import { COMPLETED_HANDOFF_EXAMPLE } from '../handoff-examples.ts'
import { HandoffId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const getHandoffRoute = defineRoute({
  method: 'GET',
  path: '/v1/handoffs/{id}',
  scope: 'inbox:read',
  summary: 'How far a customer has come',
  parameters: z.object({ id: HandoffId }),
  query: z.strictObject({}),
  response: HandoffView,
  documentation: {
    operationId: 'getHandoff',
    tag: 'Handoffs',
    description:
      '`reachedAt` says when each step was reached. The private conversation is named once they are there.',
    refusals: ['not_found'],
    example: COMPLETED_HANDOFF_EXAMPLE,
  },
  handle: async ({ parameters: { id } }, { store }) => {
    const handoff = await store.handoff(id, 'consistent')
    return handoff === null
      ? refuse('not_found', 'There is no handoff with this id.')
      : { kind: 'reply', body: toHandoffView(handoff) }
  },
})
