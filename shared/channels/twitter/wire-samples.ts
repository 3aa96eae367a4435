import type { ChannelSamples } from '../wire.ts'
import {
  ACCOUNT_ID,
  CHAT,
  DELETED_STATUS,
  MESSAGE,
  MESSAGE_ID,
  POST,
  STATUS,
  toAccountActivity,
  toActivity,
  toBody,
  toMention,
  toReceivedMessages,
} from './wire-bodies.ts'
import { sends } from './wire-sends.ts'

const MANY = 1_000

export const SAMPLES: Omit<ChannelSamples, 'signing'> = {
  lists: {
    posts: { sample: toMention(POST), countMax: MANY, toBody: (items) => toBody({ data: items }) },
    'direct messages': {
      sample: MESSAGE,
      countMax: MANY,
      toBody: (items) => toBody({ data: toReceivedMessages(items) }),
    },
    'deliveries of direct messages': {
      sample: toReceivedMessages([MESSAGE]),
      countMax: MANY,
      isContainer: true,
      toBody: (items) => toBody({ data: items }),
    },
    'encrypted chats': {
      sample: toActivity('chat.received', CHAT),
      countMax: MANY,
      toBody: (items) => toBody({ data: items }),
    },
    'posts of Account Activity': {
      sample: STATUS,
      countMax: MANY,
      toBody: (items) => toBody(toAccountActivity({ tweet_create_events: items })),
    },
    'direct messages of Account Activity': {
      sample: MESSAGE,
      countMax: MANY,
      toBody: (items) => toBody(toAccountActivity({ direct_message_events: items })),
    },
    'deleted posts of Account Activity': {
      sample: DELETED_STATUS,
      countMax: MANY,
      toBody: (items) => toBody(toAccountActivity({ tweet_delete_events: items })),
    },
  },
  texts: {
    toBody: (text) => toMessage({ text: escapeText(text) }),
    samples: [
      'hello',
      '\ud83d',
      'a\udc4db',
      '\uffff',
      '\u0000',
      '👩‍👩‍👧 👍🏽',
      '"\\',
      ' \n ',
      '<b>&amp;',
      '&amp;lt; & <',
    ],
  },
  textFields: {
    'direct message': (text) => toMessage({ text }),
    'name of the sender': (text) => toBody({ data: toReceivedMessages([MESSAGE], named(text)) }),
    post: (text) => toPost({ text }),
    'long post': (text) => toPost({ note_tweet: { text } }),
    'description of a picture': (text) =>
      toBody({
        data: toMention(
          { ...POST, attachments: { media_keys: ['3_1'] } },
          { media: [{ media_key: '3_1', type: 'photo', alt_text: text }] },
        ),
      }),
    'v1.1 post': (text) => toStatus({ text }),
    'long v1.1 post': (text) => toStatus({ extended_tweet: { full_text: text } }),
    'name of a v1.1 author': (text) => toStatus({ user: { ...STATUS.user, name: text } }),
    'an event not known here': (text) =>
      toBody({ data: toActivity('poem.create', { verses: [{ line: text }] }) }),
    'a list not known here': (text) => toBody(toAccountActivity({ poem_events: [{ line: text }] })),
  },
  idFields: {
    'direct message id': (id) => toBody({ data: toReceivedMessages([{ ...MESSAGE, id }]) }),
    sender_id: (id) =>
      toBody({
        data: toReceivedMessages([
          { ...MESSAGE, message_create: { ...MESSAGE.message_create, sender_id: id } },
        ]),
      }),
    created_timestamp: (id) => toBody({ data: toReceivedMessages([{ ...MESSAGE, created_timestamp: id }]) }),
    'attachment id': (id) => toMessage({ text: '', attachment: { type: 'media', media: { id_str: id } } }),
    'payload of a quick reply': (id) =>
      toMessage({ text: 'Yes', quick_reply_response: { type: 'options', metadata: id } }),
    'post id': (id) => toPost({ id }),
    conversation_id: (id) => toPost({ conversation_id: id }),
    author_id: (id) => toPost({ author_id: id }),
    in_reply_to_tweet_id: (id) => toPost({ in_reply_to_tweet_id: id }),
    'quoted post': (id) => toPost({ referenced_tweets: [{ type: 'quoted', id }] }),
    media_keys: (id) => toPost({ attachments: { media_keys: [`3_${id}`] } }),
    'v1.1 post id': (id) => toStatus({ id_str: id }),
    'v1.1 author id': (id) => toStatus({ user: { ...STATUS.user, id_str: id } }),
    'v1.1 parent id': (id) => toStatus({ in_reply_to_status_id_str: id }),
    'deleted post id': (id) =>
      toBody(toAccountActivity({ tweet_delete_events: [{ status: { id, user_id: '1' } }] })),
    'chat key version': (id) =>
      toBody({ data: toActivity('chat.received', { ...CHAT, conversation_key_version: id }) }),
    'subscribed user': (id) => toBody({ data: { ...toMention(POST), filter: { user_id: id } } }),
  },
  sends,
}

/** As X escapes texts: these three characters and no others. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function toMessage(data: object): Uint8Array {
  const create = { ...MESSAGE.message_create, message_data: data }
  return toBody({ data: toReceivedMessages([{ ...MESSAGE, id: MESSAGE_ID, message_create: create }]) })
}

function toPost(more: object): Uint8Array {
  return toBody({ data: toMention({ ...POST, ...more }) })
}

function toStatus(more: object): Uint8Array {
  return toBody(toAccountActivity({ tweet_create_events: [{ ...STATUS, ...more }] }))
}

function named(name: string): object {
  const { sender_id: id } = MESSAGE.message_create
  return { [id]: { data: { id, name, username: 'mara_b' } }, [ACCOUNT_ID]: { data: { id: ACCOUNT_ID } } }
}
