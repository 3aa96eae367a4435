import type { Channel } from '../contract.ts'
import { OPT_IN_WORDS, OPT_OUT_WORDS } from './opt-out-words.ts'
import { cutTwilioRequest } from './twilio-cut.ts'
import { parseTwilioEnvelope } from './twilio-parse.ts'
import { verifyTwilioSignature } from './twilio-verify.ts'

/** All media of one MMS together: https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const MMS = { sizeBytesMax: 5_000_000 }

export const channel: Channel = {
  manifest: {
    name: 'sms',
    title: 'SMS',
    provider: 'twilio',
    visibilities: ['private'],
    ingress: {
      kind: 'webhook',
      path: 'sms',
      ordering: 'best_effort',
      accepted: { contentType: 'text/xml', body: '<Response/>' },
    },
    topic: null,
    secret: {
      keys: {
        authToken: {
          title: 'Primary auth token of the Twilio account that owns the numbers',
          required: true,
        },
        previousAuthToken: { title: 'The auth token before it, while it is being replaced', required: false },
      },
      local: { authToken: 'local-twilio-auth-token' },
    },
    capabilities: {
      checkedOn: '2026-11-22',
      textMaxChars: 1600,
      attachments: { image: MMS, audio: MMS, video: MMS, file: MMS, contact: MMS },
      receipts: ['sent', 'delivered', 'failed'],
      replyWindow: null,
      reactions: false,
      edits: false,
      replyTo: false,
      typing: false,
      markRead: false,
      templates: false,
      optOutWords: OPT_OUT_WORDS,
      optInWords: OPT_IN_WORDS,
    },
  },
  handshake: null,
  verify: verifyTwilioSignature,
  cut: cutTwilioRequest,
  cutTopic: null,
  parse: parseTwilioEnvelope,
}
