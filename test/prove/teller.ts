import type { Random } from '../support/random.ts'
import type { Lane } from './lane.ts'

/** What every maker of a customer is given. */
export type TellerContext = { random: Random; index: number; startAt: Date }

/** A customer whose next story can be told. Some have several lanes. */
export type Teller = {
  lanes: Lane[]
  /** Adds as many entries as there is room for at most, and where the customer is new, one. */
  tell: (isFirst: boolean, room: number) => void
  /** What the platform proves of the customer once everything before has been ingested. Adds no entry. */
  prove?: () => void
}

/** A clock that only one customer turns: what happens later is at least a second later. */
export type Clock = { tick: () => Date; ordinal: () => number }

export function createClock(startAt: Date): Clock {
  let seconds = 0
  let ordinal = 0
  return {
    tick: () => new Date(startAt.getTime() + ++seconds * 1000),
    ordinal: () => ++ordinal,
  }
}

/** A bag of stories that holds each as often as it happens. */
export function toBag<T>(stories: readonly [weight: number, story: T][]): [T, ...T[]] {
  return stories.flatMap(([weight, story]) => Array.from({ length: weight }, () => story)) as [T, ...T[]]
}

export function toDigits(index: number, length: number): string {
  return String(index).padStart(length, '0')
}
