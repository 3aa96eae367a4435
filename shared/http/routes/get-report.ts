import * as z from 'zod'
import { reportClocks } from '../../app/report-clocks.ts'
import { ReportGrouping, ReportRow } from '../../domain/sla/report.ts'
import { REPORT_ROW_EXAMPLE } from '../clock-examples.ts'
import { toCsv } from '../csv.ts'
import { checkPeriod, PERIOD } from '../period.ts'
import { defineRoute } from '../route.ts'

const Query = z
  .strictObject({
    ...PERIOD,
    groupBy: ReportGrouping.default('channel').meta({
      description: 'What a row is about, beside its metric.',
    }),
  })
  .check(checkPeriod)

const Report = z.strictObject({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  groupBy: ReportGrouping,
  rows: z.array(ReportRow),
})

const QUANTILES = ['p50', 'p90', 'p95', 'max'] as const
const COUNTS = ['met', 'breached', 'cancelled', 'open', 'withinTargetPercent'] as const
const COLUMNS = [
  'key',
  'metric',
  ...COUNTS,
  ...QUANTILES.map((quantile) => `elapsedOpenMs.${quantile}`),
  ...QUANTILES.map((quantile) => `elapsedSinceSentMs.${quantile}`),
]

export const getReportRoute = defineRoute({
  method: 'GET',
  path: '/v1/reports/sla',
  scope: 'inbox:read',
  summary: 'Report how well customers were answered',
  parameters: z.object({}),
  query: Query,
  response: Report,
  csv: ({ rows }) => toCsv(COLUMNS, rows.map(toCells)),
  documentation: {
    operationId: 'getSlaReport',
    tag: 'Clocks',
    description:
      'Of the clocks that started in the period, those that breached or ended, as they stand now; each row is one group and metric. Times are milliseconds: `elapsedOpenMs` as the clock counts, `elapsedSinceSentMs` by the wall and from when the platform says that the customer wrote. Percentiles are by nearest rank. With `Accept: text/csv` one line a row.',
    refusals: ['report_too_large'],
    example: {
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
      groupBy: 'channel',
      rows: [REPORT_ROW_EXAMPLE],
    },
  },
  handle: async ({ query }, context) => {
    const outcome = await reportClocks(context, query)
    return outcome.kind === 'refused' ? outcome : { kind: 'reply', body: { ...query, rows: outcome.rows } }
  },
})

function toCells(row: ReportRow): (string | number | null)[] {
  const { key, metric, elapsedOpenMs, elapsedSinceSentMs } = row
  return [
    key,
    metric,
    ...COUNTS.map((name) => row[name]),
    ...QUANTILES.map((quantile) => elapsedOpenMs?.[quantile] ?? null),
    ...QUANTILES.map((quantile) => elapsedSinceSentMs?.[quantile] ?? null),
  ]
}
