import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { idAt } from '../../../../shared/channels/twitter/id.ts'
import { Post } from '../../../../shared/channels/twitter/schema.ts'
import { toExpectedEvent, toExpectedKey } from '../../../support/payload-expectation.ts'
import { EXPECTATIONS } from './payload-expectations.ts'
import { parseCut, receive } from './twitter-requests.ts'

/** Other people's captured requests; their licences do not let them be copied here, so they are read where they exist. */
const FOLDER = join(import.meta.dirname, '../../../../../shared/payloads/x')
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []
const RESPONSE = 'captured-response-create-post.json'

describe('real X payloads', () => {
  let ran = 0
  afterAll(() => console.log(`twitter: ${ran} of ${FILES.length} real payloads run`))

  it.skipIf(FILES.length === 0)(
    'this guarantees that every payload file has an expectation and no other',
    () => {
      expect(Object.keys(EXPECTATIONS).sort()).toEqual(FILES)
    },
  )

  it.each(FILES)('this guarantees that %s becomes what it says', (file) => {
    const expected = EXPECTATIONS[file]
    if (expected === undefined) throw new Error(`no expectation for ${file}`)
    const { envelopes, uncut } = receive(readFileSync(join(FOLDER, file)))
    expect(uncut.map(({ reason }) => reason)).toEqual(expected.uncut ?? [])
    expect(envelopes.map(({ provider }) => provider)).toEqual(expected.pieces.map(() => 'x'))
    const pieces = envelopes.map((envelope, index) => ({
      channel: envelope.channel,
      account: envelope.account,
      group: envelope.group,
      key: toExpectedKey(envelope.key, expected.pieces[index]?.key ?? ''),
      events: parseCut(envelope).map(toExpectedEvent),
    }))
    expect(pieces).toEqual(expected.pieces)
    ran += 1
  })

  it.skipIf(FILES.length === 0)(
    'this guarantees that the whole encrypted chat is kept with its entry, for the day it can be read',
    () => {
      const body = readFileSync(join(FOLDER, 'xaa-chat-received.json'))
      const { payload } = (JSON.parse(body.toString('utf8')) as { data: { payload: unknown } }).data
      expect(receive(body).events).toMatchObject([{ kind: 'unsupported', raw: payload }])
    },
  )

  it.skipIf(FILES.length === 0)(
    'this guarantees that a post in an answer of the API is read as a post in an event is, id as text',
    () => {
      const { data } = JSON.parse(readFileSync(join(FOLDER, RESPONSE), 'utf8')) as { data: unknown }
      expect(idAt(data, 'id')).toBe('1900000000000000002')
      expect(Post.parse(data).text).toBe('this tweet was from chatsdk')
    },
  )
})
