import type { ClocksView } from '../app/explain-clocks.ts'
import type { CalendarsView, PoliciesView } from '../app/rules-view.ts'
import { Calendar } from '../domain/calendar/calendar.ts'
import type { ReportRow } from '../domain/sla/report.ts'
import { SlaPolicy } from '../domain/sla/policy.ts'

const SAVED = { version: 7, savedAt: '2026-03-02T08:00:00.000Z', savedBy: 'ada' }

/** Of a shop with a lunch break, and a day on which it is closed. */
const SHOP_HOURS = Calendar.parse({
  id: 'shop',
  zone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((weekday) => [
      weekday,
      [
        { from: '09:00', to: '12:00' },
        { from: '13:00', to: '17:00' },
      ],
    ]),
  ),
  exceptions: [{ date: '2026-04-06', intervals: [], name: 'Easter Monday' }],
})

export const CALENDARS_EXAMPLE: CalendarsView = { calendars: [SHOP_HOURS], ...SAVED }

export const POLICIES_EXAMPLE: PoliciesView = {
  policies: [
    SlaPolicy.parse({
      id: 'vip',
      selector: { tag: 'vip' },
      targets: { first_response: 'PT15M', next_response: 'PT15M' },
      warnAt: ['50%', 'PT5M'],
      actions: [{ on: 'breach', do: { setPriority: 'urgent' } }],
    }),
    SlaPolicy.parse({
      id: 'whatsapp',
      selector: { channel: 'whatsapp' },
      targets: { first_response: 'PT1H', next_response: 'PT2H', resolution: 'PT16H' },
      calendarId: 'shop',
      afterHours: { text: 'Thank you! We are back on {opensAt}.' },
    }),
  ],
  ...SAVED,
}

export const CLOCKS_EXAMPLE: ClocksView = {
  policy: { id: 'whatsapp', version: 7, calendarId: 'shop' },
  clocks: [
    {
      metric: 'first_response',
      instance: 1,
      state: 'met',
      policyId: 'whatsapp',
      policyVersion: 7,
      calendarId: 'shop',
      startedAt: '2026-03-02T10:45:00.000Z',
      dueAt: '2026-03-02T12:45:00.000Z',
      stoppedAt: '2026-03-02T12:30:00.000Z',
      breachedAt: null,
      elapsedOpenMs: 2_700_000,
      elapsedWallMs: 6_300_000,
      entryId: 'msg_pludjloam2v5xlnn3q3xwwgm3w_1',
      byEntryId: 'msg_pludjloam2v5xlnn3q3xwwgm3w_2',
      ledger: [
        { from: '2026-03-02T10:45:00.000Z', to: '2026-03-02T11:00:00.000Z', state: 'running' },
        {
          from: '2026-03-02T11:00:00.000Z',
          to: '2026-03-02T12:00:00.000Z',
          state: 'closed',
          why: 'outside_hours',
        },
        { from: '2026-03-02T12:00:00.000Z', to: '2026-03-02T12:30:00.000Z', state: 'running' },
      ],
    },
  ],
  truncated: false,
}

export const REPORT_ROW_EXAMPLE: ReportRow = {
  key: 'whatsapp',
  metric: 'first_response',
  met: 188,
  breached: 12,
  cancelled: 3,
  open: 1,
  withinTargetPercent: 94,
  elapsedOpenMs: { p50: 412_000, p90: 1_510_000, p95: 3_120_000, max: 9_840_000 },
  elapsedSinceSentMs: { p50: 415_000, p90: 1_744_000, p95: 3_960_000, max: 66_120_000 },
}
