import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toEventName } from '../../shared/domain/event-schema.ts'
import { EVENT_TYPES } from '../../shared/domain/event-part.ts'
import { EventDetail, EVENTS, type InletEvent } from '../../shared/domain/events.ts'
import { compileJsonSchema } from '../support/json-schema.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'
import { type GoldenSample, readGoldenSamples } from './golden-samples.ts'
import { publishGoldenDay } from './publish-golden-day.ts'

const SCHEMAS = join(import.meta.dirname, '../../docs/events')
const SAMPLES = readGoldenSamples()
const CURRENT = EVENT_TYPES.map((type) => toEventName(type, EVENTS[type].version))
const BREAKS = 'this breaks consumers: publish it as the next version, and keep schema and sample of this one'

function readSchema(name: string): object {
  return JSON.parse(readFileSync(join(SCHEMAS, `${name}.json`), 'utf8')) as object
}

describe('golden samples', () => {
  it('this guarantees that a published schema has a sample, and a sample its published schema', () => {
    const schemas = readdirSync(SCHEMAS).map((file) => file.replace('.json', ''))
    expect(schemas.sort()).toEqual(SAMPLES.map(({ name }) => name).sort())
  })

  it.each(SAMPLES)('$name: this guarantees that it was published', ({ type, version, detail }) => {
    expect(EVENT_TYPES).toContain(type)
    expect(version).toBeLessThanOrEqual(EVENTS[type].version)
    expect(EventDetail.parse(detail).version).toBe(version)
  })

  it.each(SAMPLES)(
    '$name: this guarantees that a consumer of this version is not broken',
    ({ name, type, version, detail }) => {
      const validate = compileJsonSchema(readSchema(name))
      validate(detail)
      expect(validate.errors, `${name} against docs/events: ${BREAKS}`).toBeNull()
      if (EVENTS[type].version !== version) return
      const { error } = EVENTS[type].data.safeParse(EventDetail.parse(detail).data)
      expect(error, `${name} against the catalogue: ${BREAKS}`).toBeUndefined()
    },
  )

  it('this guarantees that the published schemas refuse what is no such event', () => {
    const { name, detail } = SAMPLES[0] as GoldenSample
    const validate = compileJsonSchema(readSchema(name))
    const { seq: _seq, ...without } = detail as Record<string, unknown>
    expect(validate(without)).toBe(false)
    expect(validate({ ...without, seq: 'one' })).toBe(false)
    expect(validate({ ...(detail as object), version: 99 })).toBe(false)
    expect(validate({ ...(detail as object), added: 'later' })).toBe(true)
  })
})

describe('a day in a shop', () => {
  let dynoxide: Dynoxide
  let published: InletEvent[]

  beforeAll(async () => {
    dynoxide = await startDynoxide()
    published = await publishGoldenDay(dynoxide.endpoint, await dynoxide.createInboxTable())
  })
  afterAll(() => dynoxide.stop())

  it('this guarantees that everything of the catalogue happened', () => {
    expect(new Set(published.map(({ type }) => type))).toEqual(new Set(EVENT_TYPES))
  })

  it('this guarantees that every event of the catalogue has a sample of its current version, or says what it would be', () => {
    const missing = published.filter(({ type, detail }) => {
      const name = toEventName(type, detail.version)
      return !SAMPLES.some((sample) => sample.name === name)
    })
    const samples = missing.map(
      ({ type, detail }) => `${toEventName(type, detail.version)}.json ${JSON.stringify(detail)}`,
    )
    expect(samples).toEqual([])
  })

  // What is published may say more than the sample, never less or something else.
  it.each(SAMPLES.filter(({ name }) => CURRENT.includes(name)))(
    '$name: this guarantees that the publisher still says what it said',
    ({ type, detail }) => {
      const first = published.find((event) => event.type === type)
      expect(first?.detail, BREAKS).toMatchObject(detail as object)
    },
  )

  it('this guarantees that every event, not only the samples, fits its published schema', () => {
    const wrong = published.filter(({ type, detail }) => {
      const name = toEventName(type, detail.version)
      return !existsSync(join(SCHEMAS, `${name}.json`)) || !compileJsonSchema(readSchema(name))(detail)
    })
    expect(wrong).toEqual([])
  })
})
