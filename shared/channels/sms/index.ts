import type { Channel } from '../contract.ts'
import { cutAwsNotification } from './aws-cut.ts'
import { awsSender } from './aws-sender.ts'
import { twilioMedia } from './twilio-media.ts'
import { parseAwsEnvelope } from './aws-parse.ts'
import { AWS_PROVIDER } from './aws-schema.ts'
import { AWS_WORDS, TWILIO_WORDS } from './opt-out-words.ts'
import { cutTwilioRequest } from './twilio-cut.ts'
import { parseTwilioEnvelope } from './twilio-parse.ts'
import { twilioSender } from './twilio-sender.ts'
import { verifyTwilioSignature } from './twilio-verify.ts'

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
    topic: {
      provider: AWS_PROVIDER,
      title: 'AWS End User Messaging',
      publisher: 'sms-voice.amazonaws.com',
      ordering: 'best_effort',
    },
    secret: {
      keys: {
        authToken: {
          title: 'Primary auth token of the Twilio account that owns the numbers',
          required: true,
        },
        previousAuthToken: { title: 'The auth token before it, while it is being replaced', required: false },
        accountSid: { title: 'SID of that Twilio account (AC…), to send with', required: false },
        apiKey: { title: 'SID of a Twilio API key (SK…), to send without the auth token', required: false },
        apiKeySecret: { title: 'The secret that belongs to the API key', required: false },
        messagingServiceSid: {
          title: 'SID of the Messaging Service of a number (MG…), for the checks of the connection',
          required: false,
        },
        awsConfigurationSet: {
          title: 'Configuration set of AWS End User Messaging whose events report what became of a message',
          required: false,
        },
      },
      local: {
        authToken: 'local-twilio-auth-token',
        accountSid: 'AC00000000000000000000000000000000',
        awsConfigurationSet: 'local-inlet',
      },
    },
    capabilities: {
      private: {
        checkedOn: '2026-11-22',
        textMaxChars: 1600,
        textCounting: 'utf16',
        segments: true,
        receipts: ['sent', 'delivered', 'failed'],
        replyWindow: null,
        humanAgentWindow: null,
        quickRepliesMax: 0,
        start: 'text',
        prices: [],
        reactions: false,
        edits: false,
        replyTo: false,
        typing: false,
        markRead: false,
        templates: false,
        // Of both carriers. Each message is judged by the words of its own.
      },
    },
    // On phones only; iOS and Android agree on this form of the separator.
    handoff: {
      privateReply: null,
      arrivalLink: 'sms:{number}?&body={text}',
      keepsIdentity: false,
      hides: false,
    },
    optOutWords: union(TWILIO_WORDS.out, AWS_WORDS.out),
    optInWords: union(TWILIO_WORDS.in, AWS_WORDS.in),
  },
  senders: { twilio: twilioSender, [AWS_PROVIDER]: awsSender },
  // Nothing is documented of media that come in through AWS.
  media: { twilio: twilioMedia },
  carries: ['whatsapp'],
  handshake: null,
  verify: verifyTwilioSignature,
  cut: cutTwilioRequest,
  cutTopic: cutAwsNotification,
  parse: (envelope) =>
    envelope.provider === AWS_PROVIDER ? parseAwsEnvelope(envelope) : parseTwilioEnvelope(envelope),
}

function union(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set([...left, ...right])]
}
