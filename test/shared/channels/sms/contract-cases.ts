import { INBOUND_TEXT, STATUS_UNDELIVERED } from '../../../fixtures/sms/twilio-parameters.ts'
import type { ContractCases } from '../../../contracts/contract-cases.ts'
import { signForm, toForm, type Parameters } from './twilio-requests.ts'

export const cases: ContractCases = {
  signing: {
    secretKey: 'authToken',
    header: 'x-twilio-signature',
    covers: 'parameters',
    sign: (body, secret) => signForm(Buffer.from(body).toString('utf8'), secret),
  },
  lists: {
    // Twilio sends one message or one status a request.
    messages: { sample: INBOUND_TEXT, countMax: 1, toBody: ([element]) => toAnyForm(element) },
    statuses: { sample: STATUS_UNDELIVERED, countMax: 1, toBody: ([element]) => toAnyForm(element) },
  },
  texts: {
    toBody: (text) => toBody({ ...INBOUND_TEXT, Body: text }),
    // A form is UTF-8: a lone surrogate cannot be written in it.
    samples: ['hello', '\uffff', '\u0000', '👩‍👩‍👧 👍🏽', 'a+b & c=d %41', ' \n '],
  },
  textFields: {
    Body: (text) => toBody({ ...INBOUND_TEXT, Body: text }),
    ButtonText: (text) => toBody({ ...INBOUND_TEXT, ButtonText: text }),
    ProfileName: (text) => toBody({ ...INBOUND_TEXT, ProfileName: text }),
    Label: (text) => toBody({ ...INBOUND_TEXT, Label: text }),
    Address: (text) => toBody({ ...INBOUND_TEXT, Address: text }),
    ListTitle: (text) => toBody({ ...INBOUND_TEXT, ListTitle: text }),
    InteractiveData: (text) => toBody({ ...INBOUND_TEXT, InteractiveData: JSON.stringify({ note: text }) }),
    ReferralBody: (text) => toBody({ ...INBOUND_TEXT, ReferralBody: text }),
    'a parameter not known here': (text) => toBody({ ...INBOUND_TEXT, Poem: text }),
  },
  idFields: Object.fromEntries(
    [
      'MessageSid',
      'AccountSid',
      'MessagingServiceSid',
      'From',
      'To',
      'WaId',
      'ExternalUserId',
      'OriginalRepliedMessageSid',
      'ButtonPayload',
      'ListId',
      'MediaUrl0',
      'ReferralSourceId',
      'ReferralSourceUrl',
      'ReferralCtwaClid',
      'Latitude',
    ].map((name) => [name, (id: string) => toBody({ ...INBOUND_TEXT, [name]: id })]),
  ),
}

function toBody(parameters: Parameters): Uint8Array {
  return Buffer.from(toForm(parameters))
}

/** Any JSON as the nearest form: fields of an object, else one nameless value. */
function toAnyForm(element: unknown): Uint8Array {
  if (typeof element !== 'object' || element === null) return Buffer.from(String(element))
  const entries = Object.entries(element).map(([name, value]): [string, string] => [
    name.toWellFormed(),
    typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value),
  ])
  return Buffer.from(new URLSearchParams(entries).toString())
}
