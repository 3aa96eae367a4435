import type { Content } from '../../../../shared/domain/content.ts'
import type { InboundMessage } from '../../../../shared/domain/inbound.ts'
import type { PayloadExpectation, PayloadExpectations } from '../../../support/payload-expectation.ts'
import { at, contentKey, expectPiece, file, person, PLAIN } from './payload-expectation.ts'

const PAGE = '12345654332'
const PSID = '987654321432'
const REPLAY_PAGE = '100000000000001'
const REPLAY_PSID = '200000000000001'

type Place = { page: string; psid: string }
const RESTFB: Place = { page: PAGE, psid: PSID }
const REPLAY: Place = { page: REPLAY_PAGE, psid: REPLAY_PSID }
const DOCUMENTED: Place = { page: '<PAGE_ID>', psid: '<PSID>' }

function toMessage(
  { page, psid }: Place,
  providerId: string,
  time: number,
  fields: Partial<InboundMessage>,
): InboundMessage {
  const thread = { visibility: 'private' as const, party: person(page, psid) }
  return { ...PLAIN, providerId, thread, sentAt: at(time), ...fields }
}

function message(
  place: Place,
  mid: string,
  time: number,
  fields: Partial<InboundMessage>,
): PayloadExpectation {
  return expectPiece(place.page, place.psid, `message:${mid}`, toMessage(place, mid, time, fields))
}

/** Without a `mid`, the digest of the item is its name too. */
function pressed(
  place: Place,
  key: string,
  time: number,
  fields: Partial<InboundMessage>,
): PayloadExpectation {
  return expectPiece(place.page, place.psid, key, toMessage(place, key, time, fields))
}

function press(
  kind: Extract<Content, { type: 'interactive' }>['kind'],
  payload: string,
): { content: Content } {
  return { content: { type: 'interactive', kind, payload, description: null } }
}

const RESTFB_ITEM = { sender: { id: 987654321432 }, recipient: { id: 12345654332 } }
const REPLAY_ITEM = { sender: { id: REPLAY_PSID }, recipient: { id: REPLAY_PAGE } }
const HELLO = 'mid.1457764197618:41d102a3e1ae206a38'
const PICTURE = 'mid.1458696618141:b4ef9d19ec21086067'
const SHORTLINK = {
  source: 'SHORTLINK',
  sourceId: null,
  url: null,
  headline: null,
  ref: 'ref_data_in_m_dot_me_param',
}

export const MESSAGES: PayloadExpectations = {
  'doc-message-ads-referral.item.json': message(DOCUMENTED, HELLO, 1458692752478, {
    text: 'hello, world!',
    referral: {
      source: 'ADS',
      sourceId: '<ID_OF_THE_AD>',
      url: null,
      headline: '<TITLE_OF_THE_AD>',
      ref: '<REF_DATA_IF_SPECIFIED_IN_THE_AD>',
    },
  }),
  'doc-message-commands.json': message(DOCUMENTED, 'm_3vs...', 1697643027400, {
    text: 'find flights from SFO to LAX next Thursday',
  }),
  'doc-message-reply-self.item.json': message(
    DOCUMENTED,
    'm_1457764197618:41d102a3e1ae206a38',
    1458692752478,
    { text: 'hello, world!', replyTo: 'm_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU' },
  ),
  'doc-message-sticker-new-type.entry.json': message(
    { page: '682498302938465', psid: '<PSID>' },
    'mid.$cAAJdkrCd2ORnva8ErFhjGm0X_Q_c',
    1518479195308,
    {
      content: { type: 'media' },
      attachments: [file('sticker', '<STICKER_URL>', { providerMediaId: '369239263222822' })],
    },
  ),
  // A customer's message holding our kind of template: restfb cut it from an echo. What it links to stays readable.
  'messaging-button-template.json': message(RESTFB, 'mid.1458668856218:ed81099e15d3f4f233', 1458692752478, {
    content: { type: 'template', name: 'button', language: 'und' },
    attachments: [file('share', 'BUTTON_URL', { name: 'Visit Messenger' })],
  }),
  'messaging-message-basic.json': message(RESTFB, HELLO, 1457764197627, { text: 'hello, world!' }),
  'messaging-message-media-attachment.json': message(RESTFB, PICTURE, 1458696618268, {
    content: { type: 'media' },
    attachments: [file('image', 'IMAGE_URL')],
  }),
  'messaging-message-nlp-1.json': message(
    { page: '349489628480201', psid: '968155906638513' },
    'mid.$cAAFnKHM6z25j0NnEyVdn5SGZ-6BD',
    1501620894921,
    { text: 'bye, see you tomorrow at 4pm' },
  ),
  'messaging-message-product-template-2.json': message(
    { page: 'page id', psid: 'send id' },
    'm_id',
    1636729431949,
    {
      text: 'text sent along with the product',
      content: { type: 'template', name: 'product', language: 'und' },
      attachments: [
        file('share', 'https://scontent.xx.fbcdn.net/v/andSoOn.png', {
          name: 'product name',
          providerMediaId: '12345678910',
        }),
      ],
    },
  ),
  'messaging-message-quickreply.json': message(
    { page: '1234567890321', psid: PSID },
    PICTURE,
    1470779510432,
    {
      text: 'quick reply text',
      ...press('quick_reply', 'PAYLOAD_QUICK_REPLY'),
    },
  ),
  'messaging-message-reply-1.json': message(RESTFB, HELLO, 1457764197627, {
    text: 'hello, world!',
    replyTo: 'very_long_id_representing_the_original_message',
  }),
  // A story is no message that could be quoted: it is where the customer came from.
  'messaging-message-reply-2.json': message(RESTFB, HELLO, 1457764197627, {
    text: 'hello, world!',
    referral: { source: 'story', sourceId: 'STORY_ID', url: 'EXAMPLE_URL', headline: null, ref: null },
  }),
  // Before June 2026: an image with a `sticker_id`.
  'messaging-message-sticker-thumbup.json': message(RESTFB, 'mid.1487254148673:a082abc439', 1487254148673, {
    content: { type: 'media' },
    attachments: [
      file(
        'sticker',
        'https://scontent.xx.fbcdn.net/v/t39.1997-6/851557_369239266556155_759568595_n.png?_nc_ad=z-m&oh=85e24066ebe64f04d457b242e22e7054&oe=5939B5DC',
        { providerMediaId: '369239263222822' },
      ),
    ],
  }),
  'replay-message-image-attachment.json': message(REPLAY, 'm_FAKE_IMG_001', 1772998104000, {
    content: { type: 'media' },
    attachments: [file('image', 'https://example.com/image.jpg')],
  }),
  // Seconds in `timestamp`, unlike all other items.
  'messaging-optin-basic.json': pressed(
    RESTFB,
    contentKey('optin', { ...RESTFB_ITEM, timestamp: 1234567890, optin: { ref: 'PASS_THROUGH_PARAM' } }),
    1234567890000,
    press('opt_in', 'PASS_THROUGH_PARAM'),
  ),
  // Documentation has a `user_ref` only where nobody is known; this one names the person as well, so they are known.
  'messaging-optin-userref.json': pressed(
    RESTFB,
    contentKey('optin', {
      ...RESTFB_ITEM,
      timestamp: 1234567890,
      optin: { ref: 'PASS_THROUGH_PARAM', user_ref: 'UNIQUE_REF_PARAM' },
    }),
    1234567890000,
    press('opt_in', 'PASS_THROUGH_PARAM'),
  ),
  'messaging-postback-basic.json': pressed(
    RESTFB,
    contentKey('postback', {
      ...RESTFB_ITEM,
      timestamp: 1458692752478,
      postback: { payload: 'USER_DEFINED_PAYLOAD' },
    }),
    1458692752478,
    press('postback', 'USER_DEFINED_PAYLOAD'),
  ),
  'messaging-postback-referral.json': pressed(
    RESTFB,
    contentKey('postback', {
      ...RESTFB_ITEM,
      timestamp: 1458692752478,
      postback: {
        payload: 'USER_DEFINED_PAYLOAD',
        referral: { ref: 'ref_data_in_m_dot_me_param', source: 'SHORTLINK', type: 'OPEN_THREAD' },
      },
    }),
    1458692752478,
    { ...press('postback', 'USER_DEFINED_PAYLOAD'), referral: SHORTLINK },
  ),
  'messaging-referral-basic.json': pressed(
    RESTFB,
    contentKey('referral', {
      ...RESTFB_ITEM,
      timestamp: 1457764197627,
      referral: { ref: 'ref_data_in_m_dot_me_param', source: 'SHORTLINK', type: 'OPEN_THREAD' },
    }),
    1457764197627,
    { ...press('referral', 'ref_data_in_m_dot_me_param'), referral: SHORTLINK },
  ),
  'replay-postback-get-started-no-mid.json': pressed(
    REPLAY,
    contentKey('postback', {
      ...REPLAY_ITEM,
      timestamp: 1772998094000,
      postback: { title: 'Get Started', payload: 'GET_STARTED' },
    }),
    1772998094000,
    { text: 'Get Started', ...press('postback', 'GET_STARTED') },
  ),
  'replay-postback-json-payload.json': pressed(
    REPLAY,
    contentKey('postback', {
      ...REPLAY_ITEM,
      timestamp: 1772998084000,
      postback: { title: 'Say Hello', payload: 'chat:{"a":"hello"}' },
    }),
    1772998084000,
    { text: 'Say Hello', ...press('postback', 'chat:{"a":"hello"}') },
  ),
}
