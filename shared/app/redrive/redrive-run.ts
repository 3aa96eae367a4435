import type { RedriveDeps, RedriveReport } from './redrive-ports.ts'
import type { Holding, WaitingPieces } from './waiting-pieces.ts'

/** What the steps of one run share. */
export type RedriveRun = {
  deps: RedriveDeps
  waiting: WaitingPieces
  /** Held until the end, so that no step meets it twice, and then given back. */
  left: Holding[]
  report: RedriveReport
}

export function noteStay({ left, report }: RedriveRun, holding: Holding, reason: string): void {
  left.push(holding)
  report.stays[reason] = (report.stays[reason] ?? 0) + 1
}

export async function removeHeld({ deps, report }: RedriveRun, { box, letters }: Holding): Promise<void> {
  await box.remove(letters)
  report.removed += letters.length
  deps.onProgress(report)
}
