import * as z from 'zod'
import { simulateRules } from '../../app/simulate-rules.ts'
import { ReportGrouping, ReportRow } from '../../domain/sla/report.ts'
import { SlaRuleSet } from '../../domain/sla/rules.ts'
import { POLICIES_EXAMPLE, REPORT_ROW_EXAMPLE } from '../clock-examples.ts'
import { checkPeriod, PERIOD } from '../period.ts'
import { defineRoute } from '../route.ts'
import { toRuleErrors } from '../rule-errors.ts'

const Draft = z
  .strictObject({
    policies: SlaRuleSet.shape.policies,
    calendars: SlaRuleSet.shape.calendars
      .optional()
      .meta({ description: 'Without them: those that count now.' }),
    ...PERIOD,
    groupBy: ReportGrouping.default('channel'),
  })
  .check(checkPeriod)

const Simulation = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  groupBy: ReportGrouping,
  actual: z.array(ReportRow),
  simulated: z.array(ReportRow),
  conversations: z.int().nonnegative(),
  truncated: z.boolean(),
})

const DAYS = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' }
const STRICTER = { met: 171, breached: 29, open: 3, withinTargetPercent: 85.5 }

export const simulatePoliciesRoute = defineRoute({
  method: 'POST',
  path: '/v1/sla-policies/simulate',
  scope: 'inbox:admin',
  summary: 'Try policies on what has been',
  parameters: z.object({}),
  query: z.strictObject({}),
  body: Draft,
  response: Simulation,
  documentation: {
    operationId: 'simulateSlaPolicies',
    tag: 'Clocks',
    description:
      'Plays the log of up to 500 conversations, whose clocks breached or ended in the period, under a draft: `simulated` beside what really became of them, both as the report has it and of the same conversations. `truncated`: there were more, or some have a log that is too long or not there any more. Saves nothing, so it needs no Idempotency-Key. Priorities, tags and assignments are played as they were: what the actions of the draft would have changed is not. A conversation that nothing was measured of is not played.',
    refusals: ['report_too_large'],
    bodyExample: { policies: POLICIES_EXAMPLE.policies.slice(0, 1), from: '2026-03-01', to: '2026-04-01' },
    example: {
      ...DAYS,
      groupBy: 'channel',
      actual: [REPORT_ROW_EXAMPLE],
      simulated: [{ ...REPORT_ROW_EXAMPLE, ...STRICTER }],
      conversations: 204,
      truncated: false,
    },
  },
  handle: async ({ body }, context) => {
    const outcome = await simulateRules(context, body)
    if (outcome.kind === 'refused') return outcome
    if (outcome.kind === 'mistaken') return { kind: 'invalid', errors: toRuleErrors(outcome.mistakes, body) }
    const { from, to, groupBy } = body
    return { kind: 'reply', body: { from, to, groupBy, ...outcome.simulation } }
  },
})
