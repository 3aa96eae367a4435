import type { HeldPiece, Letter, LetterBox, RedriveBoxes } from './redrive-ports.ts'
import { showLetter, showPiece } from './show-letter.ts'

/** Some of each queue, as a person may see them; given back when they have been looked at. */
export async function lookAt(
  boxes: RedriveBoxes,
  joinPieces: (letters: readonly Letter[]) => HeldPiece[],
  limit: number,
): Promise<Record<string, unknown>[]> {
  const showLetters = (letters: readonly Letter[]) => letters.map((letter) => showLetter(letter))
  const showNotifications = (letters: readonly Letter[]) =>
    letters.map((letter) => showLetter(letter, 'notification'))
  const showPieces = (letters: readonly Letter[]) => joinPieces(letters).map(showPiece)
  return [
    ...(await lookInto('dead letters', boxes.ordered, limit, showLetters)),
    ...(await lookInto('undelivered', boxes.unordered, limit, showLetters)),
    ...(await lookInto('quarantine', boxes.quarantine, limit, showPieces)),
    ...(
      await Promise.all(
        [...boxes.topics].map(([channel, box]) =>
          lookInto(`topic of ${channel}`, box, limit, showNotifications),
        ),
      )
    ).flat(),
  ]
}

async function lookInto(
  queue: string,
  box: LetterBox,
  limit: number,
  show: (letters: readonly Letter[]) => Record<string, unknown>[],
): Promise<Record<string, unknown>[]> {
  const letters: Letter[] = []
  try {
    while (letters.length < limit) {
      const some = await box.take()
      if (some.length === 0) break
      letters.push(...some)
    }
    return show(letters.slice(0, limit)).map((shown) => ({ queue, ...shown }))
  } finally {
    await box.release(letters)
  }
}
