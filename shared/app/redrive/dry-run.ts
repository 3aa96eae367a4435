import type { Letter, LetterBox, RedriveDeps } from './redrive-ports.ts'

/** The same run with everything it would do left out; `end` gives back what it looked at. */
export function toDryRun(deps: RedriveDeps): { deps: RedriveDeps; end: () => Promise<void> } {
  const looked: { box: LetterBox; letters: readonly Letter[] }[] = []
  const look = (box: LetterBox): LetterBox => ({
    ...box,
    remove: (letters) => {
      looked.push({ box, letters })
      return Promise.resolve()
    },
  })
  const take = {
    send: (messages: readonly unknown[]) => Promise.resolve(messages.map(() => 'accepted' as const)),
  }
  const { ordered, unordered, quarantine, topics } = deps.boxes
  return {
    deps: {
      ...deps,
      boxes: {
        ordered: look(ordered),
        unordered: look(unordered),
        quarantine: look(quarantine),
        topics: new Map([...topics].map(([channel, box]) => [channel, look(box)])),
      },
      inbound: take,
      outbound: take,
      timers: { arm: () => Promise.resolve() },
      bus: { publish: () => Promise.resolve({ failed: new Set<string>() }) },
      quarantine: { keep: () => Promise.resolve({ id: '' }) },
    },
    end: async () => {
      for (const { box, letters } of looked) await box.release(letters)
    },
  }
}
