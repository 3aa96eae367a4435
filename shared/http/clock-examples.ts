import type { CalendarsView, PoliciesView } from '../app/rules-view.ts'
import { Calendar } from '../domain/calendar/calendar.ts'
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
