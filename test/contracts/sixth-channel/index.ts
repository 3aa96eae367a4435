import type { Channel, ChannelCapabilities } from '../../../shared/channels/contract.ts'
import { cutPigeonBody } from './cut.ts'
import { parseLetter } from './parse.ts'
import { verifySeal } from './verify.ts'

/** A letter is a letter, whoever else reads it. */
const LETTERS: ChannelCapabilities = {
  checkedOn: '2026-11-22',
  textMaxChars: 280,
  textCounting: 'utf16',
  segments: false,
  receipts: [],
  replyWindow: null,
  humanAgentWindow: null,
  quickRepliesMax: 0,
  start: null,
  prices: [],
  reactions: false,
  edits: false,
  replyTo: true,
  typing: false,
  markRead: false,
  templates: false,
}

export const channel: Channel = {
  manifest: {
    name: 'pigeon',
    title: 'Pigeon Post',
    provider: 'pigeon',
    visibilities: ['public', 'private'],
    ingress: {
      kind: 'webhook',
      path: 'pigeon',
      ordering: 'best_effort',
      accepted: { contentType: 'text/plain', body: 'coo' },
    },
    topic: null,
    secret: {
      keys: {
        sealKey: { title: 'Key that the loft seals its deliveries with', required: true },
        previousSealKey: { title: 'The key before it, while it is being replaced', required: false },
      },
      local: { sealKey: 'local-pigeon-seal-key' },
    },
    capabilities: { public: LETTERS, private: LETTERS },
    handoff: { privateReply: null, arrivalLink: null, keepsIdentity: false, hides: false },
    optOutWords: [],
    optInWords: [],
  },
  senders: {},
  media: {},
  handshake: null,
  verify: verifySeal,
  cut: cutPigeonBody,
  cutTopic: null,
  parse: parseLetter,
}
