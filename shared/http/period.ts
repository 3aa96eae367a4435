import * as z from 'zod'

const DAY_MS = 24 * 60 * 60 * 1000
const PERIOD_DAYS_MAX = 92

/** An instant, or a date, which is its midnight in UTC. */
export const Instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'expected a date such as 2026-03-01, or an instant such as 2026-03-01T08:00:00.000Z',
  })
  .transform((text) => new Date(text).toISOString())

/** Half open: `to` is the first instant that does not belong to it any more. */
export const PERIOD = {
  from: Instant.meta({
    type: 'string',
    description: 'From then on: an instant, or a date, which is its midnight in UTC.',
    example: '2026-03-01',
  }),
  to: Instant.meta({
    type: 'string',
    description: `Before then, and at most ${PERIOD_DAYS_MAX} days later.`,
    example: '2026-04-01',
  }),
}

export function checkPeriod({ value, issues }: z.core.ParsePayload<{ from: string; to: string }>): void {
  const wrong = (message: string): void => {
    issues.push({ code: 'custom', path: ['to'], message, params: { code: 'not_allowed' }, input: value })
  }
  const lengthMs = Date.parse(value.to) - Date.parse(value.from)
  if (lengthMs <= 0) wrong('expected a later time than `from`.')
  if (lengthMs > PERIOD_DAYS_MAX * DAY_MS) wrong(`expected at most ${PERIOD_DAYS_MAX} days after \`from\`.`)
}
