import type { Channel } from '../contract.ts'
import { answerMetaChallenge, verifyMetaSignature } from '../kit/meta-webhook.ts'
import { cut } from './cut.ts'
import { media } from './media.ts'
import { parse } from './parse.ts'
import { sender } from './sender.ts'

export const channel: Channel = {
  manifest: {
    name: 'whatsapp',
    title: 'WhatsApp',
    provider: 'meta',
    visibilities: ['private'],
    ingress: {
      kind: 'webhook',
      path: 'whatsapp',
      ordering: 'best_effort',
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
        accessToken: {
          title: 'Access token of the system user that messages are sent with',
          required: false,
        },
        appId: { title: 'ID of that Meta app, for the checks of the connection', required: false },
        wabaId: {
          title: 'WhatsApp Business Account of a number, for the checks of the connection',
          required: false,
        },
      },
      local: {
        appSecret: 'local-whatsapp-app-secret',
        verifyToken: 'local-verify-token',
        accessToken: 'local-whatsapp-access-token',
      },
    },
    capabilities: {
      private: {
        checkedOn: '2026-11-22',
        textMaxChars: 4096,
        textCounting: 'utf16',
        segments: false,
        receipts: ['sent', 'delivered', 'read', 'failed'],
        replyWindow: 'PT24H',
        humanAgentWindow: null,
        quickRepliesMax: 3,
        quickReplyTextMaxChars: 1024,
        start: 'template',
        prices: [],
        reactions: true,
        edits: false,
        replyTo: true,
        typing: true,
        markRead: true,
        templates: true,
      },
    },
    // The text may be edited, and must be sent by the person: https://faq.whatsapp.com/5913398998672934
    handoff: {
      privateReply: null,
      arrivalLink: 'https://wa.me/{digits}?text={text}',
      keepsIdentity: false,
      hides: false,
    },
    optOutWords: [],
    optInWords: [],
  },
  // Numbers that Twilio carries are read, not answered.
  senders: { meta: sender },
  // Their files are Twilio's, which `sms` knows.
  media: { meta: media },
  handshake: answerMetaChallenge,
  verify: verifyMetaSignature,
  cut,
  cutTopic: null,
  parse,
}
