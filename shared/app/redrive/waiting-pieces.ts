import type { QueueMessage } from '../ports.ts'
import type { DatedMessage } from './recut-piece.ts'
import type { Letter, LetterBox } from './redrive-ports.ts'

/** Where something lies, and the messages that hold it: gone once all that came of it was taken. */
export type Holding = { box: LetterBox; letters: readonly Letter[] }

/** What is to be sent back, by group, the earliest first; a dead letter of the group takes with it what came before it. */
export type WaitingPieces = {
  add: (messages: readonly DatedMessage[], holding: Holding) => void
  /** Takes out the messages of a group that were received before an instant. */
  before: (groupId: string, receivedAt: string) => QueueMessage[]
  rest: () => QueueMessage[]
  /** Notes that a queue took a message; the holdings of which nothing is left. */
  settle: (messages: readonly QueueMessage[]) => Holding[]
  /** What is still held. */
  held: () => Holding[]
}

export function createWaitingPieces(): WaitingPieces {
  const lanes = new Map<string, DatedMessage[]>()
  const owners = new Map<QueueMessage, Holding>()
  const open = new Map<Holding, number>()

  return {
    add: (messages, holding) => {
      open.set(holding, messages.length)
      for (const message of messages) {
        owners.set(message, holding)
        const lane = lanes.get(message.groupId) ?? []
        lanes.set(message.groupId, [...lane, message].toSorted(byReceivedAt))
      }
    },
    before: (groupId, receivedAt) => {
      const lane = lanes.get(groupId) ?? []
      const earlier = lane.filter((message) => message.receivedAt < receivedAt)
      lanes.set(groupId, lane.slice(earlier.length))
      return earlier
    },
    rest: () => {
      const rest = [...lanes.values()].flat()
      lanes.clear()
      return rest
    },
    settle: (messages) => {
      const done: Holding[] = []
      for (const message of messages) {
        const holding = owners.get(message)
        if (holding === undefined) continue
        const left = (open.get(holding) ?? 1) - 1
        open.set(holding, left)
        if (left > 0) continue
        open.delete(holding)
        done.push(holding)
      }
      return done
    },
    held: () => [...open.keys()],
  }
}

/** Stable: what one body held stays in its order. */
function byReceivedAt(one: DatedMessage, other: DatedMessage): number {
  return one.receivedAt < other.receivedAt ? -1 : one.receivedAt > other.receivedAt ? 1 : 0
}
