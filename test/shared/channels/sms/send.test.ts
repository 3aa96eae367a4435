import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingMessage } from '../../../../shared/channels/sender.ts'
import { channel } from '../../../../shared/channels/sms/index.ts'
import { startUnderTest, type UnderTest } from '../../../platforms/platforms-under-test.ts'
import { TWILIO_ERRORS } from '../../../platforms/twilio/twilio-errors.ts'
import { createSending, type Sending } from '../../../support/sending.ts'

const OURS = '+15005550010'
const CUSTOMER = '+15005550123'
const ACCOUNT_SID = `AC${'0'.repeat(32)}`

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
})
afterEach(() => test.stop())

const toMessage = (): OutgoingMessage => ({
  id: 'en_1',
  account: OURS,
  visibility: 'private',
  recipient: { channel: 'sms', scope: '-', externalId: CUSTOMER },
  replyTo: null,
  root: null,
  text: 'Größe “M” + 1 & mehr 👋',
  files: [],
  quickReplies: [],
  template: null,
  rule: 'standard',
  privateReplyTo: null,
  messageLink: null,
  statusUrl: `${test.inbox.url}/webhooks/sms`,
})

describe('an SMS by Twilio: this guarantees that', () => {
  let twilio: Sending
  beforeEach(() => {
    twilio = createSending(test, 'sms', 'twilio')
  })

  it('it goes out as Twilio wants it, and its signed callbacks name our entry', async () => {
    expect(await twilio.send(toMessage())).toMatchObject({ kind: 'sent', learned: [] })
    expect(test.platforms.sent('sms')[0]?.request).toMatchObject({
      method: 'POST',
      path: `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`,
      body: {
        To: CUSTOMER,
        From: OURS,
        Body: 'Größe “M” + 1 & mehr 👋',
        StatusCallback: `${test.inbox.url}/webhooks/sms?inlet=en_1`,
      },
    })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toMatchObject(
      ['sent', 'delivered'].map((status) => ({ kind: 'receipt', status, correlation: 'en_1' })),
    )
  })

  it('an API key is used where there is one, and half of one is a mistake that nothing leaves with', async () => {
    const { local } = channel.manifest.secret
    const key = { ...local, apiKey: `SK${'1'.repeat(32)}`, apiKeySecret: 'secret' }
    expect(await twilio.send(toMessage(), key)).toMatchObject({ kind: 'sent' })
    const call = twilio.sender.toSendCall(toMessage(), key, { at: '', nonce: '' })
    expect(call).toMatchObject({ headers: { authorization: `Basic ${btoa(`SK${'1'.repeat(32)}:secret`)}` } })
    const half = { ...key, apiKeySecret: '' }
    expect(() => twilio.sender.toSendCall(toMessage(), half, { at: '', nonce: '' })).toThrow(/one half/)
  })

  it('somebody who wrote STOP is not reached, and it is known that they do not want it', async () => {
    await test.customerWrites('sms', { account: OURS, customer: CUSTOMER, text: 'STOP' })
    expect(await twilio.send(toMessage())).toMatchObject({
      kind: 'failed',
      code: 'recipient_opted_out',
      optOut: true,
      providerCode: '21610',
    })
  })

  it('it is found again by numbers, words and time', async () => {
    const before = test.clock.now.toISOString()
    expect(await twilio.lookUp(toMessage(), before)).toEqual({ kind: 'not_found' })
    const outcome = await twilio.send(toMessage())
    expect(await twilio.lookUp(toMessage(), before)).toEqual({
      kind: 'sent',
      providerId: outcome.kind === 'sent' ? outcome.providerId : null,
    })
    expect(await twilio.lookUp({ ...toMessage(), text: 'Other' }, before)).toEqual({ kind: 'not_found' })
    const other = { channel: 'sms', scope: '-', externalId: '+15005550199' }
    expect(await twilio.lookUp({ ...toMessage(), recipient: other }, before)).toEqual({ kind: 'not_found' })
    const later = new Date(test.clock.now.getTime() + 60_000).toISOString()
    expect(await twilio.lookUp(toMessage(), later)).toEqual({ kind: 'not_found' })
  })

  const retried = [20429, 20500, 20503, 21611]
  const accounts = [20003, 20404, 21603, 21606, 21659]
  /** Mistakes in the call itself, or of a call that connects a number: no table needs to know them. */
  const ours = [21609, 21502]
  const answered = TWILIO_ERRORS.filter(({ later }) => later !== true).map(({ code }) => code)
  it.each(answered.filter((code) => !ours.includes(code)))('%s is understood', async (code) => {
    test.platforms.fault('sms', { code, provider: 'twilio', times: 1 })
    const outcome = await twilio.send(toMessage())
    expect(outcome.kind).toBe(retried.includes(code) ? 'retry' : 'failed')
    expect(twilio.sender.refusals.map(({ providerCode }) => providerCode)).toContain(String(code))
    if (outcome.kind === 'failed') expect(outcome.account !== null).toBe(accounts.includes(code))
  })

  it.each(TWILIO_ERRORS.filter(({ later }) => later === true).map(({ code }) => code))(
    '%s, which only a callback has, is in the table',
    (code) => {
      expect(twilio.sender.refusals.map(({ providerCode }) => providerCode)).toContain(String(code))
    },
  )
})

describe('an SMS by AWS: this guarantees that', () => {
  let aws: Sending
  beforeEach(() => {
    aws = createSending(test, 'sms', 'aws')
  })

  it('it goes out as the service wants it, and its events name our entry', async () => {
    expect(await aws.send(toMessage())).toMatchObject({ kind: 'sent', learned: [] })
    expect(test.platforms.sent('sms')[0]?.request.body).toEqual({
      DestinationPhoneNumber: CUSTOMER,
      OriginationIdentity: OURS,
      MessageBody: 'Größe “M” + 1 & mehr 👋',
      MessageType: 'TRANSACTIONAL',
      Context: { inlet: 'en_1' },
      ConfigurationSetName: 'local-inlet',
    })
    await test.platforms.backChannel.settled()
    expect(test.inbox.events()).toContainEqual(
      expect.objectContaining({ kind: 'receipt', status: 'delivered', correlation: 'en_1' }),
    )
  })

  it('it goes out without a configuration set, of which then nothing is heard', async () => {
    expect(await aws.send(toMessage(), {})).toMatchObject({ kind: 'sent' })
    expect(test.platforms.sent('sms')[0]?.request.body).not.toHaveProperty('ConfigurationSetName')
  })

  it.each([
    ['ThrottlingException', { kind: 'retry' }],
    ['InternalServerException', { kind: 'retry' }],
    ['DESTINATION_PHONE_NUMBER_OPTED_OUT', { code: 'recipient_opted_out', optOut: true, account: null }],
    ['DESTINATION_PHONE_NUMBER_NOT_VERIFIED', { code: 'recipient_unreachable', account: null }],
    [
      'DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
      { code: 'recipient_unreachable', account: null },
    ],
    ['NO_ORIGINATION_IDENTITIES_FOUND', { code: 'account_refused', account: 'number_not_owned' }],
    ['NUMBER_CAPABILITIES_MISMATCH', { code: 'account_refused', account: 'number_not_capable' }],
    ['MESSAGE_TYPE_MISMATCH', { code: 'account_refused', account: null }],
    [
      'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT',
      { code: 'account_limit_reached', account: 'spend_limit_reached' },
    ],
    ['INSUFFICIENT_ACCOUNT_REPUTATION', { code: 'account_refused', account: 'account_restricted' }],
    ['ACCOUNT_DISABLED', { code: 'account_refused', account: 'account_suspended' }],
    ['AccessDeniedException', { code: 'account_refused', account: 'permission_missing' }],
    ['ResourceNotFoundException', { code: 'account_refused', account: 'number_not_owned' }],
    ['ValidationException', { code: 'content_refused', account: null }],
    ['ConflictException', { code: 'platform_rejected', account: null }],
  ])('%s is understood', async (code, expected) => {
    test.platforms.fault('sms', { code, provider: 'aws', times: 1 })
    expect(await aws.send(toMessage())).toMatchObject({ providerCode: code, ...expected })
  })

  it('a reason that is not known goes by its exception, and an exception that is not known by its status', () => {
    const read = (name: string, reason: string | null, status: number) =>
      aws.sender.readSendAnswer({ kind: 'aws_error', name, reason, message: 'No', status }, toMessage())
    expect(read('ConflictException', 'NEW_REASON', 400)).toMatchObject({
      kind: 'failed',
      code: 'platform_rejected',
      providerCode: 'NEW_REASON',
    })
    expect(read('NewException', null, 400)).toMatchObject({ kind: 'failed', code: 'platform_rejected' })
    expect(read('NewException', null, 500)).toMatchObject({ kind: 'retry' })
    expect(read('NewException', null, 429)).toMatchObject({ kind: 'retry' })
  })
})
