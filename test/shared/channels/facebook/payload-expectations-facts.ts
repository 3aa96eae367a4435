import type { InboundEcho } from '../../../../shared/domain/inbound.ts'
import type {
  ExpectedEvent,
  PayloadExpectation,
  PayloadExpectations,
} from '../../../support/payload-expectation.ts'
import { at, contentKey, expectPiece, person } from './payload-expectation.ts'

const PAGE = '12345654332'
const PSID = '987654321432'
const HELLO = 'mid.1457764197618:41d102a3e1ae206a38'
const SENT = 1457764197627

function ignored(page: string, group: string, key: string, reason: string): PayloadExpectation {
  return expectPiece(page, group, key, { kind: 'ignored', reason })
}

function echo(
  place: { page: string; psid: string },
  providerId: string,
  time: number,
  fields: Pick<InboundEcho, 'text' | 'correlation'>,
): PayloadExpectation {
  const event: ExpectedEvent = {
    kind: 'echo',
    providerId,
    thread: { visibility: 'private', party: person(place.page, place.psid) },
    sentAt: at(time),
    content: { type: 'text' },
    attachments: [],
    replyTo: null,
    forwarded: false,
    ...fields,
  }
  return expectPiece(place.page, place.psid, `message:${providerId}`, event)
}

function policy(code: string, health: 'degraded' | 'healthy'): PayloadExpectation {
  return expectPiece(PAGE, PAGE, 'policy-enforcement:', {
    kind: 'account',
    health,
    code,
    detail:
      'The bot violated our Platform Policies (https://developers.facebook.com/policy/#messengerplatform). Common violations include sending out excessive spammy messages or being non-functional.',
    at: at(1458692752478),
  })
}

export const FACTS: PayloadExpectations = {
  // One watermark, and the message it names: its own time is missing, so the entry's stands.
  'messaging-delivery-basic.json': expectPiece(
    PAGE,
    PSID,
    `delivery:${PSID}:1458668856253:`,
    { kind: 'watermark', party: person(PAGE, PSID), status: 'delivered', upTo: at(1458668856253) },
    {
      kind: 'receipt',
      target: 'mid.1458668856218:ed81099e15d3f4f233',
      status: 'delivered',
      at: at(1458668856451),
      correlation: null,
      error: null,
    },
  ),
  'messaging-read-basic.json': expectPiece(PAGE, PSID, `read:${PSID}:1458668856253`, {
    kind: 'watermark',
    party: person(PAGE, PSID),
    status: 'read',
    upTo: at(1458668856253),
  }),
  // 37 edits, as text: documentation allows 5 and writes a number.
  'messaging-message-edits.json': expectPiece(PAGE, PSID, `edit:${HELLO}:37`, {
    kind: 'edit',
    target: HELLO,
    by: 'contact',
    at: at(SENT),
    text: 'hello, world!',
    content: { type: 'text' },
    attachments: [],
  }),
  'messaging-message-isdeleted.json': expectPiece(PAGE, PSID, 'removal:message_id', {
    kind: 'removal',
    target: 'message_id',
    by: 'contact',
    at: at(SENT),
  }),
  'replay-reaction-added-heart.json': expectPiece(
    '100000000000001',
    '200000000000001',
    'reaction:m_FAKE_MSG_ID_001:200000000000001:react:1772998064000',
    {
      kind: 'reaction',
      target: 'm_FAKE_MSG_ID_001',
      by: 'contact',
      party: person('100000000000001', '200000000000001'),
      emoji: '❤',
      at: at(1772998064000),
    },
  ),
  'replay-message-echo-no-app-id.json': echo(
    { page: '100000000000001', psid: '200000000000001' },
    'm_ECHO_MSG_001',
    1772998114000,
    { text: 'Bot response', correlation: null },
  ),
  // restfb has sender and recipient of this echo exchanged: documentation prints sender = Page, and `is_echo` says who wrote.
  'standby-message-basic-echo.json': echo({ page: PAGE, psid: PSID }, HELLO, SENT, {
    text: 'hello, world!',
    correlation: 'DEVELOPER_DEFINED_METADATA_STRING',
  }),
  // The chat plug-in's guest: a `user_ref` is nobody, so what was pressed goes where a person looks.
  'messaging-postback-chat.json': expectPiece(PAGE, PSID, 'postback:', {
    kind: 'unsupported',
    providerId: contentKey('postback', {
      sender: { user_ref: 987654321432 },
      recipient: { id: 12345654332 },
      timestamp: 1458692752478,
      postback: {
        payload: 'hey',
        referral: {
          ref: null,
          source: 'CUSTOMER_CHAT_PLUGIN',
          type: 'OPEN_THREAD',
          referer_uri: 'https://www.xyz.com/abcd',
          is_guest_user: false,
        },
        title: '',
      },
    }),
    thread: null,
    sentAt: at(1458692752478),
    of: 'postback_without_person',
  }),
  'messaging-accountlinking-unlinked.json': ignored(PAGE, PSID, 'item:', 'account_linking_not_stored'),
  'messaging-approles.json': ignored(PAGE, PSID, 'item:', 'app_roles_not_stored'),
  'messaging-pass-thread-control.json': ignored(
    '1234567890321',
    'USER_ID',
    'item:',
    'pass_thread_control_not_stored',
  ),
  'messaging-request-thread-control.json': ignored(
    '1234567890321',
    'USER_ID',
    'item:',
    'request_thread_control_not_stored',
  ),
  'messaging-take-thread-control.json': ignored(
    '1234567890321',
    'USER_ID',
    'item:',
    'take_thread_control_not_stored',
  ),
  // Written with a hyphen, where documentation has an underscore. A reason with `unblock` too, which documentation says is absent.
  'messaging-policy-callback-block.json': policy('messaging_blocked', 'degraded'),
  'messaging-policy-callback-unblock.json': policy('messaging_unblocked', 'healthy'),
}
