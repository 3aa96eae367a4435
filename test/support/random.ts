/** Numbers, choices and ids that depend on nothing but the seed. */
export type Random = {
  /** In [0, 1). */
  next: () => number
  chance: (probability: number) => boolean
  /** In [min, max]. */
  integer: (min: number, max: number) => number
  pick: <const T extends readonly [unknown, ...unknown[]]>(items: T) => T[number]
  shuffle: <T>(items: readonly T[]) => T[]
  characters: (alphabet: string, length: number) => string
}

export function createRandom(seed: number): Random {
  const next = createSequence(seed)
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
    shuffle: (items) => {
      const drawn = items.map((item) => ({ item, place: next() }))
      return drawn.sort((left, right) => left.place - right.place).map(({ item }) => item)
    },
    characters: (alphabet, length) =>
      Array.from({ length }, () => alphabet.charAt(integer(0, alphabet.length - 1))).join(''),
  }
}

/** Mulberry32. */
function createSequence(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
