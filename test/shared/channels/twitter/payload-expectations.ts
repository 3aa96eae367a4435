import type { Party } from '../../../../shared/domain/identity.ts'
import type { InboundMessage } from '../../../../shared/domain/inbound.ts'
import type { PayloadExpectations } from '../../../support/payload-expectation.ts'
import { POSTS } from './payload-expectations-posts.ts'

const DOCUMENTED = '1111111111111111111'
const OTHER_ID = '2222222222222222222'
const ACCOUNT = { id: DOCUMENTED, name: '@ExampleUser' }
/** Nothing in the body says what the account is called. */
const NAMELESS_ACCOUNT = { id: DOCUMENTED, name: null }

const TEXT = {
  content: { type: 'text' },
  attachments: [],
  replyTo: null,
  forwarded: false,
} satisfies Partial<InboundMessage>

const PRIVATE_AND_ACCOUNT: PayloadExpectations = {
  'aaa-direct-message-events.json': {
    pieces: [
      {
        channel: 'twitter',
        account: { id: '4337869213', name: '@Harris_0ff' },
        group: '3001969357',
        key: 'dm:954491830116155396',
        events: [
          {
            kind: 'message',
            ...TEXT,
            providerId: '954491830116155396',
            thread: privately('3001969357', 'Jordan Brinks', 'furiouscamper'),
            sentAt: new Date(1516403560557).toISOString(),
            text: 'Hello World!',
            referral: null,
          },
        ],
      },
    ],
  },
  /** In this sample of the documentation the subscribed user is neither the reader nor the one who is read. */
  'aaa-direct-message-mark-read-events.json': {
    pieces: [
      {
        channel: 'twitter',
        account: { id: '4337869213', name: null },
        group: '4337869213',
        key: 'direct_message_mark_read_events:',
        events: [{ kind: 'ignored', reason: 'read_mark' }],
      },
    ],
  },
  'aaa-user-event-revoke.json': {
    pieces: [
      {
        channel: 'twitter',
        account: { id: '63046977', name: null },
        group: '63046977',
        key: 'revoke:2018-05-24T09:48:12+00:00',
        events: [
          {
            kind: 'account',
            health: 'degraded',
            code: 'oauth_revoked',
            detail: 'app 13090192',
            at: '2018-05-24T09:48:12.000Z',
          },
        ],
      },
    ],
  },
  'captured-xaa-dm-received.json': {
    pieces: [
      {
        channel: 'twitter',
        account: { id: '222222222', name: '@mybot' },
        group: '111111111',
        key: 'dm:1900000000000000003',
        events: [
          {
            kind: 'message',
            ...TEXT,
            providerId: '1900000000000000003',
            thread: privately('111111111', 'Alt Account', 'alt_account'),
            sentAt: new Date(1783430823813).toISOString(),
            text: 'hey from your alt',
            referral: null,
          },
        ],
      },
    ],
  },
  'xaa-dm-received.json': {
    pieces: [
      {
        channel: 'twitter',
        account: ACCOUNT,
        group: OTHER_ID,
        key: 'dm:2080765901528535096',
        events: [
          {
            kind: 'message',
            ...TEXT,
            providerId: '2080765901528535096',
            thread: privately(OTHER_ID, 'OtherUser', 'OtherUser'),
            sentAt: new Date(1784928224372).toISOString(),
            text: 'hello!',
            referral: null,
          },
        ],
      },
    ],
  },
  'xaa-dm-sent.json': {
    pieces: [
      {
        channel: 'twitter',
        account: ACCOUNT,
        group: '2244994945',
        key: 'dm:2080763914820927863',
        events: [
          {
            kind: 'echo',
            ...TEXT,
            providerId: '2080763914820927863',
            thread: privately('2244994945', 'X Developers', 'XDevelopers'),
            sentAt: new Date(1784927750704).toISOString(),
            text: 'Thanks for the update!',
            correlation: null,
          },
        ],
      },
    ],
  },
  'xaa-chat-received.json': {
    pieces: [
      {
        channel: 'twitter',
        account: NAMELESS_ACCOUNT,
        group: OTHER_ID,
        key: 'chat:e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6',
        events: [
          {
            kind: 'unsupported',
            providerId: 'e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6',
            thread: privately(OTHER_ID, null, null),
            sentAt: new Date(1784841183370).toISOString(),
            of: 'encrypted_chat',
          },
        ],
      },
    ],
  },
  'xaa-chat-sent.json': {
    pieces: [
      {
        channel: 'twitter',
        account: NAMELESS_ACCOUNT,
        group: OTHER_ID,
        key: 'chat:8e75466b-56ec-4e88-bddf-b18f7cc6030e',
        events: [
          {
            kind: 'echo',
            ...TEXT,
            providerId: '8e75466b-56ec-4e88-bddf-b18f7cc6030e',
            thread: privately(OTHER_ID, null, null),
            sentAt: new Date(1784841233939).toISOString(),
            text: null,
            content: { type: 'unsupported', of: 'encrypted_chat' },
            correlation: null,
          },
        ],
      },
    ],
  },
  'xaa-follow-unfollow.json': {
    pieces: [
      {
        channel: 'twitter',
        account: NAMELESS_ACCOUNT,
        group: DOCUMENTED,
        key: 'follow.unfollow:-4233426745281461957',
        events: [{ kind: 'ignored', reason: 'follow' }],
      },
    ],
  },
  'xaa-profile-update-screenname.json': {
    pieces: [
      {
        channel: 'twitter',
        account: NAMELESS_ACCOUNT,
        group: DOCUMENTED,
        key: 'profile.update.screenname:4123434298221215973',
        events: [{ kind: 'ignored', reason: 'profile_update' }],
      },
    ],
  },
}

export const EXPECTATIONS: PayloadExpectations = { ...PRIVATE_AND_ACCOUNT, ...POSTS }

function privately(
  externalId: string,
  name: string | null,
  handle: string | null,
): { visibility: 'private'; party: Party } {
  return {
    visibility: 'private',
    party: { identities: [{ channel: 'twitter', scope: '-', externalId }], name, handle },
  }
}
