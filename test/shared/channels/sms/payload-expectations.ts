import type { Identity, Party } from '../../../../shared/domain/identity.ts'
import type { PayloadExpectations } from '../../../support/payload-expectation.ts'

const WHATSAPP_ACCOUNT = { id: 'whatsapp:+14123456789', name: null }
const WHATSAPP_PERSON: Identity = { channel: 'whatsapp', scope: '-', externalId: '+31612345678' }
const person = (identity: Identity): { visibility: 'private'; party: Party } => ({
  visibility: 'private',
  party: { identities: [identity], name: null, handle: null },
})
const plain = { sentAt: null, attachments: [], replyTo: null, referral: null, forwarded: false }
const receipt = { kind: 'receipt', at: null, correlation: null, error: null } as const
const file = { name: null, sizeBytes: null, digest: null, voice: false }

/** Written by reading each file, not by recording what the code said. */
export const TWILIO_EXPECTATIONS: PayloadExpectations = {
  'sms-inbound-messaging-service-addons.base64.txt': {
    pieces: [
      {
        channel: 'sms',
        account: { id: '+12345678901', name: null },
        key: 'message:SM3aa0da39ace244f9993de0522165a655',
        group: '+18888888888',
        events: [
          {
            ...plain,
            kind: 'message',
            providerId: 'SM3aa0da39ace244f9993de0522165a655',
            thread: person({ channel: 'sms', scope: '-', externalId: '+18888888888' }),
            text: 'test body 6a5463ca-c59a-45c3-9fc0-df1ad198f0d8',
            content: { type: 'text' },
          },
        ],
      },
    ],
  },
  'sms-inbound-opt-out-type-stop.txt': {
    pieces: [
      {
        channel: 'sms',
        account: { id: '+15555550456', name: null },
        key: 'message:SM123',
        group: '+15555550123',
        events: [
          {
            ...plain,
            kind: 'message',
            providerId: 'SM123',
            thread: person({ channel: 'sms', scope: '-', externalId: '+15555550123' }),
            text: 'STOP',
            content: { type: 'media' },
            attachments: [
              {
                ...file,
                type: 'file',
                mimeType: null,
                providerMediaId: null,
                providerUrl: 'https://example.com/a.jpg',
              },
            ],
          },
          {
            kind: 'opt_out',
            party: person({ channel: 'sms', scope: '-', externalId: '+15555550123' }).party,
            action: 'out',
            scope: 'all',
            by: 'platform',
            at: null,
          },
        ],
      },
    ],
  },
  'sms-inbound-short-code-params.json': {
    pieces: [
      {
        channel: 'sms',
        account: { id: '53079', name: null },
        key: 'message:TESTMESSAGEID',
        group: '+1111111111',
        events: [
          {
            ...plain,
            kind: 'message',
            providerId: 'TESTMESSAGEID',
            thread: person({ channel: 'sms', scope: '-', externalId: '+1111111111' }),
            text: 'Y1',
            content: { type: 'text' },
          },
        ],
      },
    ],
  },
  'sms-status-delivered-full.txt': {
    pieces: [
      {
        channel: 'sms',
        account: { id: '+15558675310', name: null },
        key: 'status:SM1234567890abcdef1234567890abcd02:delivered',
        group: '+14017122661',
        events: [{ ...receipt, target: 'SM1234567890abcdef1234567890abcd02', status: 'delivered' }],
      },
    ],
  },
  'whatsapp-inbound-image.txt': {
    pieces: [
      {
        channel: 'whatsapp',
        account: WHATSAPP_ACCOUNT,
        key: 'message:MM21151abfaadc1fb79b782f8460862a52',
        group: '+31612345678',
        events: [
          {
            ...plain,
            kind: 'message',
            providerId: 'MM21151abfaadc1fb79b782f8460862a52',
            thread: person(WHATSAPP_PERSON),
            text: null,
            content: { type: 'media' },
            attachments: [
              {
                ...file,
                type: 'image',
                mimeType: 'image/jpeg',
                providerMediaId: 'ME5f0afa2336bd0f73ca553fb5a2e3150bc',
                providerUrl:
                  'https://api.twilio.com/2010-04-01/Accounts/AC1a03647d811fab342c0ad608e382fab2/Messages/MM21151abfaadc1fb79b782f8460862a52/Media/ME5f0afa2336bd0f73ca553fb5a2e3150bc',
              },
            ],
          },
        ],
      },
    ],
  },
  'whatsapp-inbound-location.txt': {
    pieces: [
      {
        channel: 'whatsapp',
        account: WHATSAPP_ACCOUNT,
        key: 'message:SM9c871cd9649aa3829298e153ae6a8123',
        group: '+31612345678',
        events: [
          {
            ...plain,
            kind: 'message',
            providerId: 'SM9c871cd9649aa3829298e153ae6a8123',
            thread: person(WHATSAPP_PERSON),
            text: null,
            content: {
              type: 'location',
              latitude: 52.303897857666016,
              longitude: 4.750025749206543,
              name: 'Microsoft',
              address: 'Evert van de Beekstraat 354, Schiphol, North Holland 1118 CZ',
              url: null,
            },
          },
        ],
      },
    ],
  },
  'whatsapp-inbound-text.txt': {
    pieces: [
      {
        channel: 'whatsapp',
        account: WHATSAPP_ACCOUNT,
        key: 'message:SM892512e202b34d4109b10a3893fa9640',
        group: '+31612345678',
        events: [
          {
            ...plain,
            kind: 'message',
            providerId: 'SM892512e202b34d4109b10a3893fa9640',
            thread: person(WHATSAPP_PERSON),
            text: 'test',
            content: { type: 'text' },
          },
        ],
      },
    ],
  },
  'whatsapp-status-delivered-eventtype.txt': {
    pieces: [
      {
        channel: 'whatsapp',
        account: WHATSAPP_ACCOUNT,
        key: 'status:SMdf55df64a2ff4920bb0748193cfbb640:delivered',
        group: '+31612345678',
        events: [{ ...receipt, target: 'SMdf55df64a2ff4920bb0748193cfbb640', status: 'delivered' }],
      },
    ],
  },
  'whatsapp-status-sent.txt': {
    pieces: [
      {
        channel: 'whatsapp',
        account: WHATSAPP_ACCOUNT,
        key: 'status:SM0cec4ed334e74bcbb64eb8b6684e9654:sent',
        group: '+31612345678',
        events: [{ ...receipt, target: 'SM0cec4ed334e74bcbb64eb8b6684e9654', status: 'sent' }],
      },
    ],
  },
}
