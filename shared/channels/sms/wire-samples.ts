import type { ChannelSamples } from '../wire.ts'
import { sends } from './wire-sends.ts'
import { toMessageForm, toStatusForm, type TwilioForm } from './wire-twilio.ts'

const OURS = '+15005550006'
const CUSTOMER = '+15005550001'

const INBOUND_TEXT = toMessageForm({
  sid: 'SM00000000000000000000000000000101',
  from: CUSTOMER,
  to: OURS,
  text: 'Where is my order?',
})
const STATUS_UNDELIVERED = {
  ...toStatusForm({
    sid: 'SM00000000000000000000000000000104',
    from: OURS,
    to: CUSTOMER,
    status: 'undelivered',
  }),
  ErrorCode: '30003',
}

/** What Twilio may send, for the contract suite. */
export const SAMPLES: Omit<ChannelSamples, 'signing'> = {
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
  sends,
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

function toBody(form: TwilioForm): Uint8Array {
  return Buffer.from(new URLSearchParams(form).toString())
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
