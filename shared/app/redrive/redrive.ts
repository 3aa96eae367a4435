import type { QuarantinePiece } from '../ports.ts'
import { recutPiece } from './recut-piece.ts'
import { noteStay, type RedriveRun } from './redrive-run.ts'
import type { Letter, LetterBox, RedriveDeps, RedriveReport } from './redrive-ports.ts'
import { sendOrdered } from './send-ordered.ts'
import { sendUnordered } from './send-unordered.ts'
import { createWaitingPieces } from './waiting-pieces.ts'

/** What a run holds in memory at most; what lies behind it is for the next run. */
const HELD_BYTES_MAX = 256 * 1024 * 1024

/**
 * Sends back what was given up and what was set aside, each group in the order in which it was received. Nothing is removed
 * before its destination has taken it, so a run that is killed loses nothing; what was sent by then and is sent again,
 * the queue or the dedupe record knows.
 */
export async function redrive(deps: RedriveDeps): Promise<RedriveReport> {
  const run: RedriveRun = {
    deps,
    waiting: createWaitingPieces(),
    left: [],
    report: {
      sent: { inbound: 0, outbound: 0, timers: 0, bus: 0 },
      removed: 0,
      stays: {},
      held: await countHeld(deps.boxes),
    },
  }
  if (run.report.held > 0) return run.report
  try {
    await readQuarantine(run)
    for (const [channel, box] of deps.boxes.topics) await readTopic(run, channel, box)
    await sendOrdered(run)
    await sendUnordered(run)
  } finally {
    for (const { box, letters } of [...run.left, ...run.waiting.held()]) await box.release(letters)
  }
  return run.report
}

async function countHeld({ ordered, quarantine, topics }: RedriveDeps['boxes']): Promise<number> {
  const counts = await Promise.all([ordered, quarantine, ...topics.values()].map((box) => box.count()))
  return counts.reduce((sum, { held }) => sum + held, 0)
}

async function readQuarantine(run: RedriveRun): Promise<void> {
  const box = run.deps.boxes.quarantine
  const letters = await takeAll(box)
  for (const { bytes, letters: parts, ...piece } of run.deps.joinPieces(letters)) {
    if (bytes === null) noteStay(run, { box, letters: parts }, 'parts_missing')
    else await addPiece(run, { ...piece, bytes }, box, parts)
  }
}

/** Cut here instead of by the topic's function: only so it counts as received when it was. */
async function readTopic(run: RedriveRun, source: string, box: LetterBox): Promise<void> {
  for (const letter of await takeAll(box)) {
    const receivedAt = letter.sentAt.toISOString()
    const piece = { source, reason: 'topic_letter', receivedAt, bytes: Buffer.from(letter.body) }
    await addPiece(run, piece, box, [letter])
  }
}

async function addPiece(
  run: RedriveRun,
  piece: QuarantinePiece,
  box: LetterBox,
  letters: readonly Letter[],
): Promise<void> {
  const recut = recutPiece(run.deps, piece)
  if (recut.kind === 'stays') {
    noteStay(run, { box, letters }, recut.reason)
    return
  }
  // Kept on its own before the rest of it may go.
  for (const { reason, bytes } of recut.uncut) {
    await run.deps.quarantine.keep({ source: recut.source, reason, receivedAt: piece.receivedAt, bytes })
  }
  run.waiting.add(recut.messages, { box, letters })
}

async function takeAll(box: LetterBox): Promise<Letter[]> {
  const letters: Letter[] = []
  let bytes = 0
  while (bytes < HELD_BYTES_MAX) {
    const some = await box.take()
    if (some.length === 0) return letters
    letters.push(...some)
    bytes += some.reduce((sum, { body }) => sum + body.length, 0)
  }
  return letters
}
