import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CORRELATION_CONTEXT } from '../../../shared/channels/sms/aws-schema.ts'
import { loadWire } from '../../support/load-wire.ts'
import { startUnderTest, type UnderTest } from '../platforms-under-test.ts'

const OURS = '+15005550010'
const CUSTOMER = '+15005550123'
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
  authorization: `AWS4-HMAC-SHA256 Credential=LOCAL/20261122/eu-central-1/sms-voice/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
}

let test: UnderTest
beforeEach(async () => {
  test = await startUnderTest()
})
afterEach(() => test.stop())

const send = (more: object = {}, headers: Record<string, string> = HEADERS) => {
  const body = {
    DestinationPhoneNumber: CUSTOMER,
    OriginationIdentity: OURS,
    MessageBody: 'Good day',
    MessageType: 'TRANSACTIONAL',
    ConfigurationSetName: 'inlet',
    Context: { [CORRELATION_CONTEXT]: 'msg_1' },
    ...more,
  }
  return test.call(`${test.platforms.baseUrls.awsSms}/`, { headers, body: JSON.stringify(body) })
}
const customerWrites = async (text: string) => {
  const { wire } = await loadWire('sms')
  const written = {
    id: 'm-1',
    account: OURS,
    customer: CUSTOMER,
    name: '',
    text,
    root: null,
    at: test.clock.now,
  }
  const topicBody = wire.toTextNotification?.({ ...written, visibility: 'private' }) ?? ''
  expect(test.platforms.observe({ channel: 'sms', topicBody })).toEqual({ learned: true })
}

describe('the emulated AWS End User Messaging: this guarantees that', () => {
  it('a message is answered with its id, and its events bring our context back', async () => {
    const answer = await send()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.0')
    const { MessageId: target } = answer.body as { MessageId: string }
    expect(target).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/)
    await test.platforms.backChannel.settled()
    expect(test.inbox.requests.map(({ path }) => path)).toEqual(Array(3).fill('/local/topics/sms'))
    expect(test.inbox.events()).toEqual([
      { kind: 'ignored', reason: 'event_text_pending' },
      expect.objectContaining({ kind: 'receipt', target, status: 'sent', correlation: 'msg_1' }),
      expect.objectContaining({ kind: 'receipt', target, status: 'delivered', correlation: 'msg_1' }),
    ])
  })

  it('without a configuration set, and in a dry run, nobody publishes events', async () => {
    expect((await send({ ConfigurationSetName: undefined })).status).toBe(200)
    expect((await send({ DryRun: true })).status).toBe(200)
    await test.platforms.backChannel.settled()
    expect(test.inbox.requests).toEqual([])
  })

  it.each([
    { name: 'no destination', more: { DestinationPhoneNumber: undefined }, field: 'DestinationPhoneNumber' },
    { name: 'no number', more: { DestinationPhoneNumber: '0123' }, field: 'DestinationPhoneNumber' },
    { name: '1601 characters', more: { MessageBody: 'x'.repeat(1601) }, field: 'MessageBody' },
    { name: 'blanks', more: { MessageBody: ' \n ' }, field: 'MessageBody' },
    { name: 'an unknown type', more: { MessageType: 'URGENT' }, field: 'MessageType' },
    { name: 'a life of a second', more: { TimeToLive: 1 }, field: 'TimeToLive' },
    {
      name: 'six contexts',
      more: { Context: Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, 'x'])) },
      field: 'Context',
    },
    { name: 'a context with blanks', more: { Context: { 'a b': 'x' } }, field: 'Context' },
    { name: 'a member that does not exist', more: { ClientToken: 'x' }, field: 'ClientToken' },
  ])('what is wrong in itself is refused: $name', async ({ more, field }) => {
    const answer = await send(more)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({
      __type: expect.stringMatching(/#ValidationException$/),
      Fields: [{ Name: field }],
    })
  })

  it('whoever wrote STOP is on the list until START', async () => {
    await customerWrites('STOP')
    expect((await send()).body).toMatchObject({
      __type: expect.stringMatching(/#ConflictException$/),
      Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT',
      ResourceType: 'opt-out-list',
    })
    await customerWrites('start')
    expect((await send()).status).toBe(200)
  })

  it('a message that does not arrive ends with its event', async () => {
    test.platforms.fault('sms', { provider: 'aws', code: 'TEXT_CARRIER_BLOCKED', failLater: true, times: 1 })
    await send()
    await test.platforms.backChannel.settled()
    expect(test.inbox.events().at(-1)).toMatchObject({
      status: 'failed',
      error: { providerCode: 'TEXT_CARRIER_BLOCKED', title: 'Phone carrier has blocked this message' },
    })
  })

  it('an exception can be asked for by its reason', async () => {
    test.platforms.fault('sms', { code: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT', times: 1 })
    expect((await send()).body).toMatchObject({
      __type: expect.stringMatching(/#ServiceQuotaExceededException$/),
      Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT',
    })
    expect((await send()).status).toBe(200)
  })

  it.each([
    { name: 'unsigned', headers: { ...HEADERS, authorization: 'none' }, type: /MissingAuthenticationToken/ },
    {
      name: 'another operation',
      headers: { ...HEADERS, 'x-amz-target': 'PinpointSMSVoiceV2.Sing' },
      type: /UnknownOperation/,
    },
    {
      name: 'another protocol',
      headers: { ...HEADERS, 'content-type': 'application/json' },
      type: /UnknownOperation/,
    },
  ])('a call is signed and named: $name', async ({ headers, type }) => {
    expect((await send({}, headers)).body).toMatchObject({ __type: expect.stringMatching(type) })
  })
})
