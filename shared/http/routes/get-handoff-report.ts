import * as z from 'zod'
import { reportHandoffs } from '../../app/handoff/report-handoffs.ts'
import { HandoffGrouping, HandoffReportRow } from '../../domain/handoff/report.ts'
import { toCsv } from '../csv.ts'
import { HANDOFF_REPORT_ROW_EXAMPLE } from '../handoff-examples.ts'
import { checkPeriod, PERIOD } from '../period.ts'
import { defineRoute } from '../route.ts'

const Query = z
  .strictObject({
    ...PERIOD,
    groupBy: HandoffGrouping.default('channel').meta({ description: 'What a row is about.' }),
  })
  .check(checkPeriod)

const Report = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  groupBy: HandoffGrouping,
  rows: z.array(HandoffReportRow),
})

const COUNTS = ['offered', 'completed', 'expired', 'open', 'abandoned', 'completedPercent'] as const
const ENDERS = ['customer', 'agent', 'platform'] as const
const QUANTILES = ['p50', 'p90', 'max'] as const
const COLUMNS = [
  'key',
  ...COUNTS,
  ...ENDERS.map((by) => `declined.${by}`),
  ...QUANTILES.map((quantile) => `completedAfterMs.${quantile}`),
]

export const getHandoffReportRoute = defineRoute({
  method: 'GET',
  path: '/v1/reports/handoffs',
  scope: 'inbox:read',
  summary: 'Report how many customers came into private, and how long it took',
  parameters: z.object({}),
  query: Query,
  response: Report,
  csv: ({ rows }) => toCsv(COLUMNS, rows.map(toCells)),
  documentation: {
    operationId: 'getHandoffReport',
    tag: 'Handoffs',
    description:
      'Of the handoffs that were offered in the period, as they stand now. `abandoned`: the offer reached the customer, and they did not come. With `Accept: text/csv` one line a row.',
    refusals: ['report_too_large'],
    example: {
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
      groupBy: 'channel',
      rows: [HANDOFF_REPORT_ROW_EXAMPLE],
    },
  },
  handle: async ({ query }, context) => {
    const outcome = await reportHandoffs(context, query)
    return outcome.kind === 'refused' ? outcome : { kind: 'reply', body: { ...query, rows: outcome.rows } }
  },
})

function toCells(row: HandoffReportRow): (string | number | null)[] {
  return [
    row.key,
    ...COUNTS.map((name) => row[name]),
    ...ENDERS.map((by) => row.declined[by]),
    ...QUANTILES.map((quantile) => row.completedAfterMs?.[quantile] ?? null),
  ]
}
