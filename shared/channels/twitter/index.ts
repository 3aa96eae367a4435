import type { Channel } from '../contract.ts'
import { answerCrc } from './crc.ts'
import { cut } from './cut.ts'
import { parse } from './parse.ts'
import { verifyX } from './verify.ts'

const MEGABYTE = 1024 * 1024

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
      },
      local: { consumerSecret: 'local-twitter-consumer-secret' },
    },
    capabilities: {
      checkedOn: '2026-11-22',
      // Of a direct message; a post has 280.
      textMaxChars: 10_000,
      attachments: {
        image: { sizeBytesMax: 5 * MEGABYTE },
        video: { sizeBytesMax: 512 * MEGABYTE },
      },
      receipts: [],
      replyWindow: null,
      reactions: false,
      edits: false,
      replyTo: true,
      typing: false,
      markRead: false,
      templates: false,
      optOutWords: [],
      optInWords: [],
    },
  },
  handshake: answerCrc,
  verify: verifyX,
  cut,
  cutTopic: null,
  parse,
}
