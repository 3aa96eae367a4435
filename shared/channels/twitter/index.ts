import type { Channel } from '../contract.ts'
import { answerCrc } from './crc.ts'
import { cut } from './cut.ts'
import { media } from './inbound-media.ts'
import { parse } from './parse.ts'
import { sender } from './sender.ts'
import { verifyX } from './verify.ts'

export const channel: Channel = {
  manifest: {
    name: 'twitter',
    title: 'X (Twitter)',
    provider: 'x',
    visibilities: ['public', 'private'],
    ingress: {
      kind: 'webhook',
      path: 'twitter',
      ordering: 'best_effort',
      accepted: { contentType: 'text/plain', body: '' },
    },
    topic: null,
    secret: {
      keys: {
        consumerSecret: { title: 'Consumer secret (API key secret) of the X app', required: true },
        previousConsumerSecret: { title: 'The consumer secret before it was regenerated', required: false },
        clientSecret: {
          title: 'OAuth 2.0 client secret, for apps that X signs for with it',
          required: false,
        },
        previousClientSecret: { title: 'The client secret before it was regenerated', required: false },
        userAccessToken: {
          title: 'OAuth 2.0 access token of the account, to send with; it lives for two hours',
          required: false,
        },
        consumerKey: {
          title: 'Consumer key (API key) of the X app, to send with OAuth 1.0a',
          required: false,
        },
        oauth1Token: { title: 'OAuth 1.0a access token of the account', required: false },
        oauth1TokenSecret: {
          title: 'The secret that belongs to the OAuth 1.0a access token',
          required: false,
        },
        bearerToken: {
          title: 'Bearer token of the X app, for the checks of the connection',
          required: false,
        },
      },
      local: {
        consumerSecret: 'local-twitter-consumer-secret',
        userAccessToken: 'local-twitter-user-access-token',
      },
    },
    capabilities: {
      private: {
        checkedOn: '2026-11-22',
        textMaxChars: 10_000,
        textCounting: 'utf16',
        segments: false,
        receipts: ['sent'],
        replyWindow: null,
        humanAgentWindow: null,
        quickRepliesMax: 0,
        start: null,
        prices: [{ of: 'message', usd: '0.015' }],
        reactions: false,
        edits: false,
        replyTo: false,
        typing: false,
        markRead: false,
        templates: false,
      },
      public: {
        checkedOn: '2026-11-22',
        textMaxChars: 280,
        textCounting: 'weighted',
        segments: false,
        receipts: ['sent'],
        replyWindow: null,
        humanAgentWindow: null,
        quickRepliesMax: 0,
        start: null,
        prices: [
          { of: 'reply to somebody who named the account', usd: '0.010' },
          { of: 'post', usd: '0.015' },
          { of: 'post with a link', usd: '0.20' },
        ],
        reactions: false,
        edits: false,
        replyTo: true,
        typing: false,
        markRead: false,
        templates: false,
      },
    },
    // https://docs.x.com/x-for-websites/direct-message-button
    handoff: {
      privateReply: null,
      arrivalLink: 'https://x.com/messages/compose?recipient_id={account}',
      keepsIdentity: true,
      hides: true,
    },
    optOutWords: [],
    optInWords: [],
  },
  senders: { x: sender },
  media: { x: media },
  handshake: answerCrc,
  verify: verifyX,
  cut,
  cutTopic: null,
  parse,
}
