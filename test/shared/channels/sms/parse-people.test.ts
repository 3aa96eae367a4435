import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import { INBOUND_TEXT, INBOUND_WHATSAPP_BUTTON } from '../../../fixtures/sms/twilio-parameters.ts'
import { receive, signForm, toForm, type Parameters } from './twilio-requests.ts'

const receiveParameters = (parameters: Parameters) => receive(signForm(toForm(parameters)))

function onlyMessage(parameters: Parameters): Extract<InboundEvent, { kind: 'message' }> {
  const { events } = receiveParameters(parameters)
  const [event] = events
  if (event?.kind !== 'message' || events.length !== 1) throw new Error(JSON.stringify(events))
  return event
}

describe('people', () => {
  const identitiesOf = (parameters: Parameters) =>
    onlyMessage({ ...INBOUND_TEXT, ...parameters }).thread.party.identities
  const scope = INBOUND_TEXT['AccountSid']

  it.each([
    ['a short code', { From: '12345' }, [{ channel: 'sms', scope: '-', externalId: '12345' }]],
    ['an alphanumeric sender', { From: 'ACME' }, [{ channel: 'sms', scope: '-', externalId: 'ACME' }]],
    [
      'an RCS number',
      { From: 'rcs:+15005550001' },
      [{ channel: 'sms', scope: '-', externalId: '+15005550001' }],
    ],
    [
      'a WhatsApp number',
      { From: 'whatsapp:+15005550001', To: 'whatsapp:+15005550006', WaId: '15005550001' },
      [{ channel: 'whatsapp', scope: '-', externalId: '+15005550001' }],
    ],
    [
      'a WhatsApp number that differs from its WhatsApp id',
      { From: 'whatsapp:+5511987654321', To: 'whatsapp:+15005550006', WaId: '551187654321' },
      [
        { channel: 'whatsapp', scope: '-', externalId: '+5511987654321' },
        { channel: 'whatsapp', scope: '-', externalId: '+551187654321' },
      ],
    ],
    [
      'a business-scoped id as sender',
      { From: 'whatsapp:US.13491208655302741918', To: 'whatsapp:+15005550006' },
      [{ channel: 'whatsapp', scope, externalId: 'US.13491208655302741918' }],
    ],
    [
      'a business-scoped id beside the number',
      { From: 'whatsapp:+15005550001', To: 'whatsapp:+15005550006', ExternalUserId: 'US.ENT.77' },
      [
        { channel: 'whatsapp', scope, externalId: 'US.ENT.77' },
        { channel: 'whatsapp', scope: '-', externalId: '+15005550001' },
      ],
    ],
    [
      'something else on WhatsApp',
      { From: 'whatsapp:someone', To: 'whatsapp:+15005550006' },
      [{ channel: 'whatsapp', scope: '-', externalId: 'whatsapp:someone' }],
    ],
  ])(
    'this guarantees that %s names a person, the most stable identity first',
    (_, parameters, identities) => {
      expect(identitiesOf(parameters)).toEqual(identities)
    },
  )

  it('this guarantees that a pressed WhatsApp button keeps what it answers, its payload, and who pressed it', () => {
    const { envelope, group, events } = receiveParameters(INBOUND_WHATSAPP_BUTTON)
    expect(envelope).toMatchObject({
      channel: 'whatsapp',
      provider: 'twilio',
      account: { id: 'whatsapp:+15005550006' },
    })
    expect(group).toBe('US.1349999999999999')
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'message',
        text: 'Confirm',
        content: {
          type: 'interactive',
          kind: 'button',
          payload: 'order:4242424242424242',
          description: null,
        },
        replyTo: 'MM00000000000000000000000000000199',
        forwarded: true,
        thread: {
          visibility: 'private',
          party: {
            identities: [
              { channel: 'whatsapp', scope, externalId: 'US.1349999999999999' },
              { channel: 'whatsapp', scope: '-', externalId: '+15005550001' },
            ],
            name: 'Ada Lovelace',
            handle: 'ada',
          },
        },
      }),
    ])
  })
})

describe('opting out', () => {
  const kindsOf = (parameters: Parameters) =>
    receiveParameters({ ...INBOUND_TEXT, ...parameters }).events.map((event) =>
      event.kind === 'opt_out' ? `${event.action} by ${event.by}` : event.kind,
    )

  it.each([
    ['STOP', {}, ['message', 'out by keyword']],
    [' sToP \n', {}, ['message', 'out by keyword']],
    ['OPTOUT', {}, ['message', 'out by keyword']],
    ['Unstop', {}, ['message', 'in by keyword']],
    ['stop please', {}, ['message']],
    ['Do not stop', {}, ['message']],
    ['HELP', {}, ['message']],
    ['Arrêt', { OptOutType: 'STOP' }, ['message', 'out by platform']],
    ['Bonjour', { OptOutType: 'START' }, ['message', 'in by platform']],
    ['END', { OptOutType: 'HELP' }, ['message']],
    ['STOP', { From: 'whatsapp:+15005550001', To: 'whatsapp:+15005550006' }, ['message']],
    [
      'STOP',
      { From: 'whatsapp:+15005550001', To: 'whatsapp:+15005550006', OptOutType: 'STOP' },
      ['message', 'out by platform'],
    ],
  ])('this guarantees that "%s" with %o gives %o', (body, parameters, kinds) => {
    expect(kindsOf({ Body: body, ...parameters })).toEqual(kinds)
  })
})
