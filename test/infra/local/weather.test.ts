import { describe, expect, it } from 'vitest'
import { createWeather } from '../../../infra/local/weather.ts'

describe('weather', () => {
  it('never strikes when calm: this guarantees that a plain local run is undisturbed', () => {
    const weather = createWeather({ mode: 'calm', seed: 1 })
    for (const { name } of weather.rules()) {
      expect(Array.from({ length: 200 }, () => weather.chance(name))).not.toContain(true)
    }
  })

  it('repeats itself with the same seed, whatever other rules are asked: this guarantees that a failing seed can be run again', () => {
    const draw = (seed: number, disturb: boolean): boolean[] => {
      const weather = createWeather({ mode: 'rough', seed })
      return Array.from({ length: 500 }, () => {
        if (disturb) weather.chance('sqs-throttle')
        return weather.chance('function-crash')
      })
    }
    expect(draw(7, true)).toEqual(draw(7, false))
    expect(draw(7, false)).not.toEqual(draw(8, false))
    expect(draw(7, false)).toContain(true)
  })

  it('counts what struck: this guarantees that a proof can show which weather it met', () => {
    const weather = createWeather({ mode: 'calm', seed: 1 })
    weather.setRule('function-crash', { on: true, probability: 1 })
    weather.chance('function-crash')
    weather.setRule('function-crash', { on: false })
    weather.chance('function-crash')
    expect(weather.rules().find(({ name }) => name === 'function-crash')).toMatchObject({
      asked: 2,
      struck: 1,
    })
  })

  it('names an AWS page for every rule: this guarantees that no rule is invented', () => {
    for (const { awsPage } of createWeather({ mode: 'rough', seed: 1 }).rules()) {
      expect(awsPage).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
    }
  })

  it('shuffles without losing anything: this guarantees that rough weather only reorders', () => {
    const items = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = createWeather({ mode: 'rough', seed: 3 }).shuffle('stream-order', items)
    expect(shuffled).not.toEqual(items)
    expect(shuffled.toSorted((left, right) => left - right)).toEqual(items)
  })
})
