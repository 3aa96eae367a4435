import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TWILIO_EXPECTATIONS } from './payload-expectations.ts'
import { receive, toCapturedRequest } from './twilio-requests.ts'

/** Other people's captured requests; their licences do not let them be copied here, so they are read where they exist. */
const FOLDER = join(import.meta.dirname, '../../../../../shared/payloads/twilio')
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []

describe('captured Twilio requests', () => {
  it('this guarantees that every captured file has an expectation and the other way round', () => {
    console.info(`captured Twilio requests run: ${FILES.length}`)
    const names = existsSync(FOLDER) ? Object.keys(TWILIO_EXPECTATIONS).sort() : []
    expect(FILES).toEqual(names)
  })

  it.each(FILES)('this guarantees that %s becomes what a person reads in it', (name) => {
    const { envelope, group, events } = receive(toCapturedRequest(name, readFileSync(join(FOLDER, name))))
    const { channel, account, key } = envelope
    expect(envelope.provider).toBe('twilio')
    expect({ pieces: [{ channel, account, key, group, events }] }).toEqual(TWILIO_EXPECTATIONS[name])
  })
})
