import { type ChannelSamples, toWebhookRequest, type Wire, type WireText } from '../wire.ts'
import { facebookFiles } from './wire-files.ts'
import { signFacebook, toFacebookBody, toSeconds } from './wire-body.ts'
import { SAMPLES } from './wire-samples.ts'

const DIGITS = '0123456789'
const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export const FACEBOOK_PAGE = '770000000000010'

export const wire: Wire = {
  account: FACEBOOK_PAGE,
  createCustomer: (random) => `2${random.characters(DIGITS, 15)}`,
  createMessageId: (random, visibility) =>
    visibility === 'private'
      ? `m_${random.characters(LETTERS_AND_DIGITS, 60)}`
      : `5${random.characters(DIGITS, 14)}_6${random.characters(DIGITS, 14)}`,
  toTextRequest: (text, inboxUrl) => {
    const list = text.visibility === 'private' ? 'messaging' : 'changes'
    const item = text.visibility === 'private' ? toMessageItem(text, {}) : toPublicChange(text)
    return signFacebook(toFacebookBody(text.account, list, [item], text.at), inboxUrl)
  },
  toPressRequest: (text, payload, inboxUrl) => {
    const item = toMessageItem(text, { quick_reply: { payload } })
    return signFacebook(toFacebookBody(text.account, 'messaging', [item], text.at), inboxUrl)
  },
  toTextNotification: null,
  media: facebookFiles,
}

export const samples: ChannelSamples = {
  ...SAMPLES,
  signing: {
    secretKey: 'appSecret',
    header: 'x-hub-signature-256',
    covers: 'bytes',
    sign: (body, secret) => toWebhookRequest(signFacebook(body, 'https://inbox.example.com', secret)),
  },
}

function toMessageItem({ id, account, customer, text, at }: WireText, more: object): unknown {
  return {
    sender: { id: customer },
    recipient: { id: account },
    timestamp: at.getTime(),
    message: { mid: id, text, ...more },
  }
}

/** A comment under a post, or a visitor's own post. */
function toPublicChange({ id, customer, name, text, root, at }: WireText): unknown {
  const written = { from: { id: customer, name }, message: text, created_time: toSeconds(at), verb: 'add' }
  const value =
    root === null
      ? { item: 'post', post_id: id, ...written }
      : { item: 'comment', comment_id: id, post_id: root, parent_id: root, ...written }
  return { field: 'feed', value }
}
