import type { Channel } from '../contract.ts'
import { answerMetaChallenge, verifyMetaSignature } from '../kit/meta-webhook.ts'
import { cut } from './cut.ts'
import { media } from './media.ts'
import { parse } from './parse.ts'
import { sender } from './sender.ts'

export const channel: Channel = {
  manifest: {
    name: 'facebook',
    title: 'Facebook',
    provider: 'meta',
    visibilities: ['public', 'private'],
    ingress: {
      kind: 'webhook',
      path: 'facebook',
      ordering: 'per_customer',
      accepted: { contentType: 'text/plain', body: '' },
    },
    topic: null,
    secret: {
      keys: {
        appSecret: { title: 'App secret of the Meta app that is subscribed', required: true },
        previousAppSecret: {
          title: 'App secret before the last reset, while it may still sign',
          required: false,
        },
        verifyToken: { title: 'Verify token, chosen by you, typed into the webhook form', required: true },
        previousVerifyToken: { title: 'Verify token before the last change', required: false },
        pageAccessToken: {
          title: 'Page access token that messages and comments are sent with',
          required: false,
        },
        appId: { title: 'ID of that Meta app, for the checks of the connection', required: false },
      },
      local: {
        appSecret: 'local-facebook-app-secret',
        verifyToken: 'local-verify-token',
        pageAccessToken: 'local-facebook-page-access-token',
      },
    },
    capabilities: {
      private: {
        checkedOn: '2026-11-22',
        textMaxChars: 2000,
        textCounting: 'utf16',
        segments: false,
        receipts: ['sent', 'delivered', 'read'],
        replyWindow: 'PT24H',
        humanAgentWindow: 'PT168H',
        quickRepliesMax: 13,
        start: null,
        prices: [],
        reactions: true,
        edits: false,
        replyTo: true,
        typing: true,
        markRead: true,
        templates: false,
      },
      public: {
        checkedOn: '2026-11-22',
        textMaxChars: 8000,
        textCounting: 'utf16',
        segments: false,
        receipts: ['sent'],
        replyWindow: null,
        humanAgentWindow: null,
        quickRepliesMax: 0,
        start: null,
        prices: [],
        reactions: true,
        edits: false,
        replyTo: true,
        typing: false,
        markRead: false,
        templates: false,
      },
    },
    handoff: {
      // https://developers.facebook.com/docs/messenger-platform/discovery/private-replies
      privateReply: { within: 'P7D' },
      arrivalLink: 'https://m.me/{account}?ref={code}',
      keepsIdentity: false,
      hides: true,
    },
    optOutWords: [],
    optInWords: [],
  },
  senders: { meta: sender },
  media: { meta: media },
  handshake: answerMetaChallenge,
  verify: verifyMetaSignature,
  cut,
  cutTopic: null,
  parse,
}
