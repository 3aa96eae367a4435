import { WEATHER_RULES, type WeatherRuleName } from './weather-rules.ts'

export type WeatherMode = 'calm' | 'rough'

export type WeatherRule = {
  name: WeatherRuleName
  on: boolean
  probability: number
  awsPage: string
  /** How often the rule was asked, and how often it struck. */
  asked: number
  struck: number
}

export type Weather = {
  mode: WeatherMode
  seed: number
  /** Whether the rule strikes now. Always false for a rule that is off. */
  chance: (rule: WeatherRuleName) => boolean
  /** The next number in [0, 1) of the rule's own sequence. */
  random: (rule: WeatherRuleName) => number
  pick: <T>(rule: WeatherRuleName, items: readonly [T, ...T[]]) => T
  shuffle: <T>(rule: WeatherRuleName, items: readonly T[]) => T[]
  setRule: (rule: WeatherRuleName, change: { on?: boolean; probability?: number }) => void
  rules: () => readonly Readonly<WeatherRule>[]
}

/**
 * Calm has every rule off, rough has every rule on; `setRule` changes one. Every rule draws from a sequence of its own, so
 * that a seed gives the same decisions to a rule whatever the other rules are asked.
 */
export function createWeather(options: { mode: WeatherMode; seed: number }): Weather {
  const rules = new Map<WeatherRuleName, WeatherRule>()
  const sequences = new Map<WeatherRuleName, () => number>()
  for (const name of Object.keys(WEATHER_RULES) as WeatherRuleName[]) {
    rules.set(name, { name, ...WEATHER_RULES[name], on: options.mode === 'rough', asked: 0, struck: 0 })
    sequences.set(name, createSequence(options.seed, name))
  }
  const rule = (name: WeatherRuleName): WeatherRule => {
    const found = rules.get(name)
    if (found === undefined) throw new Error(`There is no weather rule "${name}".`)
    return found
  }
  const random = (name: WeatherRuleName): number => sequences.get(name)?.() ?? 0

  return {
    mode: options.mode,
    seed: options.seed,
    random,
    chance: (name) => {
      const asked = rule(name)
      asked.asked += 1
      const strikes = asked.on && random(name) < asked.probability
      if (strikes) asked.struck += 1
      return strikes
    },
    pick: (name, items) => items[Math.floor(random(name) * items.length)] ?? items[0],
    shuffle: (name, items) => {
      const shuffled = [...items]
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = Math.floor(random(name) * (last + 1))
        const [a, b] = [shuffled[last], shuffled[other]]
        if (a !== undefined && b !== undefined) [shuffled[last], shuffled[other]] = [b, a]
      }
      return shuffled
    },
    setRule: (name, change) => {
      Object.assign(rule(name), change)
    },
    rules: () => [...rules.values()],
  }
}

/** Mulberry32, seeded with the seed and the rule's name. */
function createSequence(seed: number, name: string): () => number {
  let state = seed >>> 0
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
