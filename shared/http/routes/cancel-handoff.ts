import * as z from 'zod'
import { cancelHandoff } from '../../app/handoff/cancel-handoff.ts'
import { HandoffView } from '../../app/handoff/handoff-view.ts'
import { HANDOFF_EXAMPLE } from '../handoff-examples.ts'
import { HandoffId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const cancelHandoffRoute = defineRoute({
  method: 'POST',
  path: '/v1/handoffs/{id}/cancel',
  scope: 'inbox:write',
  summary: 'Take an offer back',
  parameters: z.object({ id: HandoffId }),
  query: z.strictObject({}),
  response: HandoffView,
  documentation: {
    operationId: 'cancelHandoff',
    tag: 'Handoffs',
    description:
      'Its links and codes lead nowhere from then on, and whoever comes with one is told. What the customer was sent stays with them.',
    refusals: ['not_found', 'handoff_ended'],
    example: {
      ...HANDOFF_EXAMPLE,
      state: 'declined',
      by: { kind: 'agent', code: null },
      reachedAt: { ...HANDOFF_EXAMPLE.reachedAt, declined: '2026-03-02T09:25:00.000Z' },
    },
  },
  handle: async ({ parameters: { id } }, context) => {
    const outcome = await cancelHandoff(context, id, context.request)
    return outcome.kind === 'done' ? { kind: 'reply', body: outcome.answer } : outcome
  },
})
