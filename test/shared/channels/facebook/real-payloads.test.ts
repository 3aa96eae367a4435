import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { toExpectedEvent, toExpectedKey } from '../../../support/payload-expectation.ts'
import { receive, toCapturedRequest } from './facebook-requests.ts'
import { EXPECTATIONS } from './payload-expectations.ts'

/** Other people's captured requests; their licences do not let them be copied here, so they are read where they exist. */
const FOLDER = join(import.meta.dirname, '../../../../../shared/payloads/messenger')
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []

describe('real Messenger and Page payloads', () => {
  let ran = 0
  afterAll(() => console.log(`facebook: ${ran} of ${FILES.length} real payloads run`))

  it.skipIf(FILES.length === 0)(
    'this guarantees that every payload file has an expectation and no other',
    () => {
      expect(Object.keys(EXPECTATIONS).sort()).toEqual(FILES)
    },
  )

  it.each(FILES)('this guarantees that %s becomes what it says', (file) => {
    const expected = EXPECTATIONS[file]
    if (expected === undefined) throw new Error(`no expectation for ${file}`)
    const { envelopes, uncut, events } = receive(toCapturedRequest(file, readFileSync(join(FOLDER, file))))
    expect(uncut.map(({ reason }) => reason)).toEqual(expected.uncut ?? [])
    expect(envelopes.map(({ provider }) => provider)).toEqual(expected.pieces.map(() => 'meta'))
    expect(
      envelopes.map(({ channel, account, group, key }, index) => ({
        channel,
        account,
        group,
        key: toExpectedKey(key, expected.pieces[index]?.key ?? ''),
        events: (events[index] ?? []).map(toExpectedEvent),
      })),
    ).toEqual(expected.pieces)
    for (const event of events.flat()) {
      const [{ payload } = { payload: undefined }] = envelopes
      if (event.kind === 'unsupported') expect({ item: event.raw }).toEqual(itemOf(payload))
    }
    ran += 1
  })
})

/** What is kept of a piece that could not be read is the element itself. */
function itemOf(payload: unknown): unknown {
  return { item: (payload as { item: unknown }).item }
}
