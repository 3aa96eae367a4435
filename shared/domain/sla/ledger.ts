import * as z from 'zod'
import type { Calendar } from '../calendar/calendar.ts'
import { splitByCalendar } from '../calendar/open-time.ts'
import type { CalendarRef, Stretch } from './clock-stretches.ts'

/** Part of a clock's life: time that counts, that a pause takes out, or in which the team is not open. */
export const LedgerPiece = z.strictObject({
  from: z.iso.datetime(),
  /** null: it goes on. */
  to: z.iso.datetime().nullable(),
  state: z.enum(['running', 'paused', 'closed']),
  why: z.string().optional(),
})
export type LedgerPiece = z.infer<typeof LedgerPiece>

type ClosedPiece = LedgerPiece & { to: string }

/** What a clock's time went into. */
export type Ledger = { pieces: ClosedPiece[]; elapsedOpenMs: number; elapsedWallMs: number }

/** From a clock's start to its end without a gap. The running pieces are what counts: their sum is the figure. */
export function toLedger(
  stretches: readonly Stretch[],
  calendarOf: (of: CalendarRef) => Calendar | null,
): Ledger {
  const pieces = joinPieces(stretches.flatMap((stretch) => toPieces(stretch, calendarOf)))
  const sum = (counted: readonly ClosedPiece[]): number =>
    counted.reduce((total, { from, to }) => total + Date.parse(to) - Date.parse(from), 0)
  return {
    pieces,
    elapsedOpenMs: sum(pieces.filter(({ state }) => state === 'running')),
    elapsedWallMs: sum(pieces),
  }
}

function toPieces(stretch: Stretch, calendarOf: (of: CalendarRef) => Calendar | null): ClosedPiece[] {
  const { from, to } = stretch
  if (stretch.kind === 'paused') return [{ from, to, state: 'paused', why: stretch.why }]
  return splitByCalendar(calendarOf(stretch.calendar), from, to).map(({ isOpen, ...span }) =>
    isOpen ? { ...span, state: 'running' } : { ...span, state: 'closed', why: 'outside_hours' },
  )
}

function joinPieces(pieces: readonly ClosedPiece[]): ClosedPiece[] {
  const joined: ClosedPiece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (last?.state === piece.state && last.why === piece.why) last.to = piece.to
    else joined.push({ ...piece })
  }
  return joined
}
