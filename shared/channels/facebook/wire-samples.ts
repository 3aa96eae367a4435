import type { ChannelSamples } from '../wire.ts'
import {
  AUTHOR,
  changes,
  type Item,
  messaging,
  MID,
  POST,
  REVIEW,
  TIME,
  toBody,
  toChange,
  toComment,
  toEntry,
  toItem,
  toTextItem,
} from './wire-fixtures.ts'
import { sends } from './wire-sends.ts'

const MANY = 1_000
function attachment(type: string, parts: Item): Uint8Array {
  return messaging(toItem({ message: { mid: MID, attachments: [{ type, ...parts }] } }))
}

export const SAMPLES: Omit<ChannelSamples, 'signing'> = {
  lists: {
    messages: { sample: toTextItem(), countMax: MANY, toBody: (items) => messaging(...items) },
    'standby messages': {
      sample: toTextItem({ is_echo: true }),
      countMax: MANY,
      toBody: (items) => toBody(toEntry({ standby: items })),
    },
    comments: { sample: toComment(), countMax: MANY, toBody: (items) => changes(...items) },
    reviews: {
      sample: toChange('ratings', REVIEW),
      countMax: MANY,
      toBody: (items) => changes(...items),
    },
    entries: {
      sample: toEntry({ messaging: [toTextItem()] }),
      countMax: MANY,
      isContainer: true,
      toBody: (entries) => toBody(...entries),
    },
  },
  texts: {
    toBody: (text) => messaging(toTextItem({ text })),
    samples: ['hello', '\ud83d', 'a\udc4db', '\uffff', '\u0000', '👩‍👩‍👧 👍🏽', '"\\', ' \n ', '<b>&amp;'],
  },
  textFields: {
    'message.text': (text) => messaging(toTextItem({ text })),
    'an echo’s text': (text) => messaging(toTextItem({ text, is_echo: true })),
    'text of an edit': (text) => messaging(toItem({ message_edit: { mid: MID, text, num_edit: 1 } })),
    'postback.title': (text) => messaging(toItem({ postback: { mid: MID, title: text, payload: 'p' } })),
    'title of a fallback': (text) => attachment('fallback', { title: text, payload: null }),
    'title of a location': (text) =>
      attachment('location', { title: text, payload: { coordinates: { lat: 1, long: 2 } } }),
    'text of a template': (text) => attachment('template', { payload: { template_type: 'button', text } }),
    'title of a card': (text) =>
      attachment('template', { payload: { template_type: 'generic', elements: [{ title: text }] } }),
    'headline of an ad': (text) =>
      messaging(toTextItem({ referral: { ref: 'r', ads_context_data: { ad_title: text } } })),
    'an item not known here': (text) => messaging(toItem({ poem: { verses: [{ line: text }] } })),
    'comment.message': (text) => changes(toComment({ message: text })),
    'name of an author': (text) => changes(toComment({ from: { id: AUTHOR, name: text } })),
    'text of an edited comment': (text) => changes(toComment({ verb: 'edited', message: text })),
    'text of a post': (text) => changes(toComment({ item: 'post', message: text })),
    review_text: (text) => changes(toChange('ratings', { ...REVIEW, review_text: text })),
    'text of a mention': (text) =>
      changes(toChange('mention', { item: 'post', verb: 'add', post_id: POST, message: text })),
    'a field not known here': (text) => changes(toChange('poems', { line: text })),
  },
  idFields: {
    'message mid': (id) => messaging(toTextItem({ mid: id })),
    'sender id': (id) => messaging({ ...toTextItem(), sender: { id } }),
    user_ref: (id) => messaging({ ...toTextItem(), sender: { user_ref: id } }),
    'page id': (id) => toBody({ ...toEntry({ messaging: [toTextItem()] }), id }),
    'reply_to.mid': (id) => messaging(toTextItem({ reply_to: { mid: id } })),
    'quick reply payload': (id) => messaging(toTextItem({ quick_reply: { payload: id } })),
    'postback payload': (id) => messaging(toItem({ postback: { title: 'Yes', payload: id } })),
    'attachment url': (id) => attachment('image', { payload: { url: `x?${id}` } }),
    sticker_id: (id) => attachment('sticker', { payload: { url: 'x', sticker_id: id } }),
    attachment_id: (id) => attachment('image', { payload: { attachment_id: id } }),
    'url of a fallback': (id) => attachment('fallback', { payload: `x?${id}` }),
    metadata: (id) => messaging(toTextItem({ is_echo: true, metadata: id })),
    'referral.ref': (id) => messaging(toItem({ referral: { ref: id, source: 'SHORTLINK' } })),
    'referral.ad_id': (id) => messaging(toTextItem({ referral: { ad_id: id, source: 'ADS' } })),
    'reaction.mid': (id) =>
      messaging(toItem({ reaction: { mid: id, action: 'react', reaction: 'love', emoji: '❤' } })),
    'delivery.mids': (id) => messaging(toItem({ delivery: { mids: [id], watermark: TIME * 1000 } })),
    'token of an opt-in': (id) =>
      messaging(toItem({ optin: { type: 'notification_messages', notification_messages_token: id } })),
    comment_id: (id) => changes(toComment({ comment_id: id })),
    post_id: (id) => changes(toComment({ post_id: id })),
    parent_id: (id) => changes(toComment({ parent_id: id })),
    'author id': (id) => changes(toComment({ from: { id, name: 'Ada' } })),
    sender_id: (id) => changes(toComment({ from: undefined, sender_id: id })),
    'comment photo': (id) => changes(toComment({ photo: `x?${id}` })),
    'post photos': (id) => changes(toComment({ item: 'post', photos: [`x?${id}`] })),
    open_graph_story_id: (id) => changes(toChange('ratings', { ...REVIEW, open_graph_story_id: id })),
    reviewer_id: (id) => changes(toChange('ratings', { ...REVIEW, reviewer_id: id })),
  },
  sends,
}
