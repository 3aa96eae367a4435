import { type LetterContent, readLetter } from './read-letter.ts'
import { noteStay, type RedriveRun, removeHeld } from './redrive-run.ts'
import type { Letter } from './redrive-ports.ts'

type Read = { letter: Letter; content: LetterContent }

/** Timers, and events that did not reach a target: those of the bus are said again with their ids, to all who listen. */
export async function sendUnordered(run: RedriveRun): Promise<void> {
  const box = run.deps.boxes.unordered
  for (;;) {
    const letters = await box.take()
    if (letters.length === 0) return
    const read = letters.map((letter) => ({ letter, content: readLetter(letter.body) }))
    const done = [
      ...(await sendTimers(run, read)),
      ...(await sendEvents(run, read)),
      ...read.filter(({ content }) => content.kind === 'schedule').map(({ letter }) => letter),
    ]
    if (done.length > 0) await removeHeld(run, { box, letters: done })
    for (const { letter, content } of read) {
      if (done.includes(letter)) continue
      const reason = content.kind === 'event' ? 'bus_unavailable' : 'letter_unknown'
      noteStay(run, { box, letters: [letter] }, reason)
    }
  }
}

async function sendTimers({ deps, report }: RedriveRun, read: readonly Read[]): Promise<Letter[]> {
  const due = read.flatMap(({ letter, content }) =>
    content.kind === 'timer' ? [{ letter, timer: content.timer }] : [],
  )
  if (due.length === 0) return []
  await deps.timers.arm(
    due.map(({ timer }) => timer),
    deps.clock.now(),
  )
  report.sent.timers += due.length
  return due.map(({ letter }) => letter)
}

async function sendEvents({ deps, report }: RedriveRun, read: readonly Read[]): Promise<Letter[]> {
  const said = read.flatMap(({ letter, content }) =>
    content.kind === 'event' ? [{ letter, event: content.event }] : [],
  )
  if (said.length === 0) return []
  const { failed } = await deps.bus.publish(said.map(({ event }) => event))
  const taken = said.filter(({ event }) => !failed.has(event.detail.id))
  report.sent.bus += taken.length
  return taken.map(({ letter }) => letter)
}
