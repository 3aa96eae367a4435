import fc from 'fast-check'
import { createStage } from './clock-stage.ts'

type Stage = ReturnType<typeof createStage>

export const HISTORY_RULES = {
  calendars: [
    {
      id: 'shop',
      zone: 'Europe/Berlin',
      weekly: Object.fromEntries(
        ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((weekday) => [
          weekday,
          [
            { from: '09:00', to: '12:00' },
            { from: '13:00', to: '17:30' },
          ],
        ]),
      ),
    },
    {
      id: 'night',
      zone: 'America/New_York',
      weekly: { friday: [{ from: '22:00', to: '06:00' }], sunday: [{ from: '00:00', to: '24:00' }] },
    },
  ],
  policies: [
    {
      id: 'urgent',
      selector: { priority: 'urgent' },
      targets: { first_response: 'PT20M', next_response: 'PT10M', resolution: 'PT3H' },
    },
    {
      id: 'vip',
      selector: { tag: 'vip' },
      targets: { first_response: 'PT1H', resolution: 'PT5H' },
      calendarId: 'night',
    },
    {
      id: 'rest',
      targets: { first_response: 'PT2H', next_response: 'PT1H', resolution: 'PT16H' },
      calendarId: 'shop',
    },
  ],
}

/** What may happen next, `at` an instant after everything before. */
const STEPS = {
  customerWrites: (stage, at) => void stage.customerWrites(at),
  agentAnswers: (stage, at) => {
    const seq = stage.agentWrites(at)
    stage.attempts(seq, at)
    stage.accepts(seq, at)
  },
  answersFromTheApp: (stage, at) => void stage.externalWrites(at),
  aiAnswers: (stage, at) => {
    const seq = stage.agentWrites(at, 'ai')
    stage.attempts(seq, at)
    stage.accepts(seq, at)
  },
  waits: (stage, at) => stage.patches(at, { status: 'pending' }),
  snoozes: (stage, at) =>
    stage.patches(at, {
      snoozedUntil: new Date(Date.parse(at) + 30 * 24 * 3_600_000).toISOString(),
      snoozedFor: 'customer',
    }),
  opens: (stage, at) => stage.patches(at, { status: 'open' }),
  closes: (stage, at) => stage.patches(at, { status: 'closed' }),
  isLookedAt: (stage, at) => stage.ticks(at),
} satisfies Record<string, (stage: Stage, at: string) => void>

/** Those after which another policy counts. */
const SORTING_STEPS = {
  becomesUrgent: (stage, at) => stage.patches(at, { priority: 'urgent' }),
  becomesNormal: (stage, at) => stage.patches(at, { priority: 'normal' }),
  becomesVip: (stage, at) => stage.patches(at, { tags: { add: ['vip'] } }),
  isNoVip: (stage, at) => stage.patches(at, { tags: { remove: ['vip'] } }),
} satisfies Record<string, (stage: Stage, at: string) => void>

const ALL_STEPS = { ...STEPS, ...SORTING_STEPS }

export type History = { steps: { name: keyof typeof ALL_STEPS; afterMs: number }[] }

/** Within some weeks around the clocks' change in Berlin and New York; `isSorted`: policies may change underway. */
export function historyArbitrary({ isSorted }: { isSorted: boolean }): fc.Arbitrary<History> {
  const names = Object.keys(isSorted ? ALL_STEPS : STEPS) as (keyof typeof ALL_STEPS)[]
  return fc.record({
    steps: fc.array(
      fc.record({
        name: fc.constantFrom(...names),
        afterMs: fc.oneof(
          fc.integer({ min: 1, max: 3_600_000 }),
          fc.integer({ min: 1, max: 60 * 3_600_000 }),
        ),
      }),
      { minLength: 1, maxLength: 14 },
    ),
  })
}

export const HISTORY_START = '2026-03-05T10:00:00.000Z'

/** Plays it, beginning with the customer. `isTimely`: what is due is told before each step. Answers the stage and the instant after the last step. */
export function playHistory(
  { steps }: History,
  { isTimely = false }: { isTimely?: boolean } = {},
): { stage: Stage; end: string } {
  const stage = createStage({ rules: HISTORY_RULES })
  stage.customerWrites(HISTORY_START)
  let at = Date.parse(HISTORY_START)
  for (const { name, afterMs } of steps) {
    at += afterMs
    if (isTimely) stage.ticks(new Date(at).toISOString())
    ALL_STEPS[name](stage, new Date(at).toISOString())
  }
  return { stage, end: new Date(at + 1).toISOString() }
}
