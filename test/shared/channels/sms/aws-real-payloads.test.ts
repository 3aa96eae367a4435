import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { toExpectedEvent } from '../../../support/payload-expectation.ts'
import { cutTopic, toCapturedTopicMessage, toReceived } from './aws-notifications.ts'
import { AWS_EXPECTATIONS } from './aws-payload-expectations.ts'

/** Other people's captured bodies; their licences do not let them be copied here, so they are read where they exist. */
const FOLDER = join(import.meta.dirname, '../../../../../shared/payloads/aws-sms')
const FILES = existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []

describe('captured bodies of AWS', () => {
  it('this guarantees that every captured file has an expectation and the other way round', () => {
    console.info(`captured bodies of AWS run: ${FILES.length}`)
    const names = existsSync(FOLDER) ? Object.keys(AWS_EXPECTATIONS).sort() : []
    expect(FILES).toEqual(names)
  })

  it.each(FILES)('this guarantees that %s becomes what a person reads in it', (name) => {
    const expected = AWS_EXPECTATIONS[name]
    const message = toCapturedTopicMessage(name, readFileSync(join(FOLDER, name)))
    const { envelopes, uncut } = cutTopic(message)
    expect(uncut.map(({ reason }) => reason)).toEqual(expected?.uncut ?? [])
    expect(envelopes).toHaveLength(expected?.pieces.length ?? -1)
    for (const [index, cut] of envelopes.entries()) {
      const { envelope, group, events } = toReceived(cut, message.sentAt)
      const piece = expected?.pieces[index]
      const { channel, account, key } = envelope
      expect({ channel, account, key }).toEqual({
        channel: piece?.channel,
        account: piece?.account,
        key: piece?.key,
      })
      expect(group).toBe(piece?.group ?? group)
      expect(events.map(toExpectedEvent)).toEqual(piece?.events)
    }
  })
})
