import type { InboundMessage } from '../../../../shared/domain/inbound.ts'
import type { PayloadExpectations } from '../../../support/payload-expectation.ts'

const DOCUMENTED = '1111111111111111111'
const OTHER_ID = '2222222222222222222'
const ACCOUNT = { id: DOCUMENTED, name: '@ExampleUser' }
/** Nothing in the body says what the account is called. */
const NAMELESS_ACCOUNT = { id: DOCUMENTED, name: null }

const PLAIN = {
  kind: 'message',
  content: { type: 'text' },
  attachments: [],
  replyTo: null,
  referral: null,
  forwarded: false,
} satisfies Partial<InboundMessage>

export const POSTS: PayloadExpectations = {
  /** The answer to creating a post, not a webhook: signed all the same, it is no event and is kept for a person to look at. */
  'captured-response-create-post.json': { pieces: [], uncut: ['event_malformed'] },
  /** `in_reply_to_user_id` alone means that the text begins with the account's name: the post answers no other post. */
  'captured-xaa-post-mention-create.json': {
    pieces: [
      {
        channel: 'twitter',
        account: { id: '222222222', name: '@mybot' },
        group: '1900000000000000001',
        key: 'post:1900000000000000001',
        events: [
          {
            ...PLAIN,
            providerId: '1900000000000000001',
            thread: {
              visibility: 'public',
              party: {
                identities: [{ channel: 'twitter', scope: '-', externalId: '111111111' }],
                name: 'Alt Account',
                handle: 'alt_account',
              },
              root: '1900000000000000001',
              parent: null,
              subject: null,
            },
            sentAt: '2026-07-07T13:17:01.000Z',
            text: '@mybot what time is it',
          },
        ],
      },
    ],
  },
  /** The documentation's outline of an event: it holds no post, and so nothing that could be stored. */
  'xaa-event-envelope.json': { pieces: [], uncut: ['post_malformed'] },
  'xaa-post-create.json': {
    pieces: [
      {
        channel: 'twitter',
        account: ACCOUNT,
        group: '2080761390344937796',
        key: 'post:2080761390344937796',
        events: [{ kind: 'ignored', reason: 'own_post' }],
      },
    ],
  },
  /** X does not say when: the event is all there is. */
  'xaa-post-delete.json': {
    pieces: [
      {
        channel: 'twitter',
        account: ACCOUNT,
        group: '2080761269309813134',
        key: 'delete:2080761269309813134',
        events: [{ kind: 'removal', target: '2080761269309813134', by: 'external', at: null }],
      },
    ],
  },
  'xaa-post-mention-create.json': {
    pieces: [
      {
        channel: 'twitter',
        account: ACCOUNT,
        group: '2080765813578191303',
        key: 'post:2080765813578191303',
        events: [
          {
            ...PLAIN,
            providerId: '2080765813578191303',
            thread: {
              visibility: 'public',
              party: {
                identities: [{ channel: 'twitter', scope: '-', externalId: OTHER_ID }],
                name: 'OtherUser',
                handle: 'OtherUser',
              },
              root: '2080765813578191303',
              parent: null,
              subject: null,
            },
            sentAt: '2026-07-24T21:23:23.000Z',
            text: 'hey @ExampleUser',
          },
        ],
      },
    ],
  },
  /** A quote opens a conversation of its own. Its empty `includes` name nobody. */
  'xaa-post-quote-create.json': {
    pieces: [
      {
        channel: 'twitter',
        account: NAMELESS_ACCOUNT,
        group: '2090000000000000002',
        key: 'post:2090000000000000002',
        events: [
          {
            ...PLAIN,
            providerId: '2090000000000000002',
            thread: {
              visibility: 'public',
              party: {
                identities: [{ channel: 'twitter', scope: '-', externalId: OTHER_ID }],
                name: null,
                handle: null,
              },
              root: '2090000000000000002',
              parent: null,
              subject: null,
            },
            sentAt: '2026-08-12T18:05:00.000Z',
            text: 'Adding some context to this. https://t.co/xxxxxxxx',
            replyTo: '2080761390344937796',
          },
        ],
      },
    ],
  },
  'xaa-post-repost-create.json': {
    pieces: [
      {
        channel: 'twitter',
        account: NAMELESS_ACCOUNT,
        group: '2090000000000000003',
        key: 'post:2090000000000000003',
        events: [{ kind: 'ignored', reason: 'repost' }],
      },
    ],
  },
  'aaa-tweet-delete-events.json': {
    pieces: [
      {
        channel: 'twitter',
        account: { id: '930524282358325248', name: null },
        group: '1045405559317569537',
        key: 'delete:1045405559317569537',
        events: [
          {
            kind: 'removal',
            target: '1045405559317569537',
            by: 'external',
            at: new Date(1432228155593).toISOString(),
          },
        ],
      },
    ],
  },
}
