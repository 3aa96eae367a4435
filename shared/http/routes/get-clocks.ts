import * as z from 'zod'
import { ClocksView, explainClocks } from '../../app/explain-clocks.ts'
import { CLOCKS_EXAMPLE } from '../clock-examples.ts'
import { ConversationId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const Query = z.strictObject({
  session: z.enum(['current', 'all']).default('current').meta({
    description: '`all`: clocks of earlier sessions too, as far as the newest 2,000 lines of the log tell.',
  }),
})

export const getClocksRoute = defineRoute({
  method: 'GET',
  path: '/v1/conversations/{id}/sla',
  scope: 'inbox:read',
  summary: 'Explain the clocks of a conversation',
  parameters: z.object({ id: ConversationId }),
  query: Query,
  response: ClocksView,
  documentation: {
    operationId: 'getClocks',
    tag: 'Clocks',
    description:
      'Every clock of the session in the order in which they started, each with a ledger from its start to its end, or to now: time that counts (`running`), that a pause takes out, or in which nobody is there (`closed`). The running pieces add up to `elapsedOpenMs`, all of them to `elapsedWallMs`; the last one of an open clock has no `to` yet.',
    refusals: ['not_found'],
    example: CLOCKS_EXAMPLE,
  },
  handle: async ({ parameters: { id }, query: { session } }, context) => {
    const outcome = await explainClocks(context, { conversationId: id, session })
    return outcome.kind === 'refused' ? outcome : { kind: 'reply', body: outcome.view }
  },
})
