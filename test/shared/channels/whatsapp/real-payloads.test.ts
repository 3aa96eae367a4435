import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { toExpectedEvent, toExpectedKey } from '../../../support/payload-expectation.ts'
import { EXPECTATIONS } from './payload-expectations.ts'
import { receive } from './whatsapp-requests.ts'

/** Other people's captured requests; their licences do not let them be copied here, so they are read where they exist. */
const FOLDER = join(import.meta.dirname, '../../../../../shared/payloads/whatsapp')
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []

describe('real WhatsApp payloads', () => {
  let ran = 0
  afterAll(() => console.log(`whatsapp: ${ran} of ${FILES.length} real payloads run`))

  it.skipIf(FILES.length === 0)(
    'this guarantees that every payload file has an expectation and no other',
    () => {
      expect(Object.keys(EXPECTATIONS).sort()).toEqual(FILES)
    },
  )

  it.each(FILES)('this guarantees that %s becomes what it says', (file) => {
    const body = readFileSync(join(FOLDER, file))
    const { envelopes, uncut, events } = receive(body)
    const [expected] = EXPECTATIONS[file]?.pieces ?? []
    if (expected === undefined) throw new Error(`no expectation for ${file}`)
    expect(uncut).toEqual([])
    expect(envelopes).toHaveLength(1)
    for (const { channel, provider, account, group, key } of envelopes) {
      expect(provider).toBe('meta')
      const piece = { channel, account, group, key: toExpectedKey(key, expected.key) }
      expect({ ...piece, events: events.map(toExpectedEvent) }).toEqual(expected)
    }
    for (const event of events) {
      if (event.kind === 'unsupported') expect(event.raw).toEqual(firstMessageOf(body))
    }
    ran += 1
  })
})

type Body = { entry: { changes: { value: { messages?: unknown[] } }[] }[] }

function firstMessageOf(body: Buffer): unknown {
  const decoded = JSON.parse(body.toString('utf8')) as Body
  return decoded.entry[0]?.changes[0]?.value.messages?.[0]
}
