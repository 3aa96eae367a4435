/** A Wednesday; Berlin is an hour ahead. */
export function on(time: string, day = '2026-03-25'): string {
  return `${day}T${time}${time.length === 5 ? ':00' : ''}.000Z`
}

export const OFFICE = {
  id: 'office',
  zone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
      day,
      [
        { from: '09:00', to: '12:00' },
        { from: '13:00', to: '17:00' },
      ],
    ]),
  ),
}

/** Rules of one policy for everything. */
export function onePolicy(policy: object) {
  return { policies: [{ id: 'all', ...policy }], calendars: [OFFICE] }
}
