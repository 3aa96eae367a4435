import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { PayloadExpectation } from './payload-expectation.ts'
import { PAYLOAD_EXPECTATIONS } from './payload-expectations.ts'
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
      expect(Object.keys(PAYLOAD_EXPECTATIONS).sort()).toEqual(FILES)
    },
  )

  it.each(FILES)('this guarantees that %s becomes what it says', (file) => {
    const body = readFileSync(join(FOLDER, file))
    const { envelopes, uncut, events } = receive(body)
    const expected: PayloadExpectation | undefined = PAYLOAD_EXPECTATIONS[file]
    if (expected === undefined) throw new Error(`no expectation for ${file}`)
    expect(uncut).toEqual([])
    expect(
      envelopes.map(({ channel, provider, account, group }) => ({ channel, provider, account, group })),
    ).toEqual([{ channel: 'whatsapp', provider: 'meta', account: expected.account, group: expected.group }])
    expect(withoutDigest(envelopes[0]?.key ?? '', expected.key)).toBe(expected.key)
    expect(events.map((event) => ('raw' in event ? without(event, 'raw') : event))).toEqual([expected.event])
    for (const event of events) {
      if (event.kind === 'unsupported') expect(event.raw).toEqual(firstMessageOf(body))
    }
    ran += 1
  })
})

/** A key that ends in the digest of its content is compared up to the digest. */
function withoutDigest(key: string, expected: string): string {
  return expected.endsWith(':') ? key.replace(/[\w-]{43}$/, '') : key
}

function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value
  return rest
}

type Body = { entry: { changes: { value: { messages?: unknown[] } }[] }[] }

function firstMessageOf(body: Buffer): unknown {
  const decoded = JSON.parse(body.toString('utf8')) as Body
  return decoded.entry[0]?.changes[0]?.value.messages?.[0]
}
