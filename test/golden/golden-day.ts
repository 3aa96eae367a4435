import type { Envelope } from '../../shared/domain/envelope.ts'
import type { Identity, Party } from '../../shared/domain/identity.ts'
import type { InboundEcho, InboundEvent, InboundMessage, Thread } from '../../shared/domain/inbound.ts'

export const PHONE: Identity = { channel: 'whatsapp', scope: '-', externalId: '+4915550000001' }
const NEW_PHONE: Identity = { ...PHONE, externalId: '+4915550000002' }
export const AUTHOR: Identity = { channel: 'facebook', scope: '101:feed', externalId: '2001' }

export const SHOP = { id: '106540352242922', name: '+49 30 5550000' }
const PAGE = { id: '101', name: 'Lamp Shop' }

const ADA: Party = { identities: [PHONE], name: 'Ada Vogel', handle: null }
const ADA_ON_FACEBOOK: Party = { identities: [AUTHOR], name: 'Ada V.', handle: null }

/** What one envelope of a shop's day says. */
export type Delivery = Pick<Envelope, 'receivedAt' | 'source' | 'channel' | 'account'> & {
  events: InboundEvent[]
}

const PRIVATE: Thread = { visibility: 'private', party: ADA }
const COMMENTS: Thread = {
  visibility: 'public',
  party: ADA_ON_FACEBOOK,
  root: '101_9001',
  parent: '101_9001',
  subject: 'Our new lamps are here',
}

/** In this order, a minute apart. */
export const DAY: readonly Delivery[] = [
  onWhatsApp('09:00', {
    ...message('wamid.1', PRIVATE, 'Is the blue lamp back in stock?'),
    content: { type: 'media' },
    attachments: [
      {
        type: 'image',
        name: null,
        mimeType: 'image/jpeg',
        sizeBytes: 48211,
        providerMediaId: '1037543291543636',
        providerUrl: null,
        digest: null,
        voice: false,
      },
    ],
  }),
  onWhatsApp('09:01', {
    kind: 'edit',
    target: 'wamid.1',
    by: 'contact',
    at: at('09:00', 40),
    text: 'Is the dark blue lamp back in stock?',
    content: { type: 'media' },
    attachments: [],
  }),
  onWhatsApp('09:02', echo('wamid.2', 'It is. Shall we keep one for you?')),
  onWhatsApp(
    '09:03',
    receipt('wamid.2', 'delivered', at('09:02', 56)),
    receipt('wamid.2', 'read', at('09:03', 20)),
  ),
  onWhatsApp('09:04', {
    kind: 'reaction',
    target: 'wamid.2',
    by: 'contact',
    party: ADA,
    emoji: '👍',
    at: at('09:03', 50),
  }),
  onWhatsApp('09:05', echo('wamid.3', 'Kept until Friday.')),
  onWhatsApp('09:06', {
    ...receipt('wamid.3', 'failed', at('09:05', 57)),
    error: { providerCode: '131026', title: 'Message undeliverable' },
  }),
  onWhatsApp('09:07', message('wamid.4', PRIVATE, 'Sorry, that was for somebody else.')),
  onWhatsApp('09:08', { kind: 'removal', target: 'wamid.4', by: 'contact', at: at('09:07', 58) }),
  onWhatsApp('09:09', optOut('out', '09:09')),
  onWhatsApp('09:10', optOut('in', '09:10')),
  onWhatsApp('09:11', { kind: 'identity_change', previous: [PHONE], current: [NEW_PHONE], at: at('09:11') }),
  onWhatsApp('09:12', account('degraded', 'account_restricted', '09:12')),
  onWhatsApp('09:13', account('healthy', 'account_reinstated', '09:13')),
  onFacebook('09:14', message('101_9001_1', COMMENTS, 'Do you have it in dark blue?')),
  onFacebook('09:15', hiding(true, '09:15')),
  onFacebook('09:16', hiding(false, '09:16')),
  onFacebook('09:17', message('101_9001_2', COMMENTS, 'And where is my refund for the old one?')),
]

/** After somebody closed the private conversation. */
export const RETURN: Delivery = onWhatsApp('17:30', message('wamid.5', PRIVATE, 'I take it, thank you.'))

/** A picture that the platform announces and never names. */
export const PICTURE: Delivery = onWhatsApp('17:59', {
  ...message('wamid.6', PRIVATE, 'This is where it goes.'),
  content: { type: 'media' },
  attachments: [
    {
      type: 'image',
      name: null,
      mimeType: null,
      sizeBytes: null,
      providerMediaId: null,
      providerUrl: null,
      digest: null,
      voice: false,
    },
  ],
})

function at(time: string, seconds = 0): string {
  return `2026-03-02T${time}:${String(seconds).padStart(2, '0')}.000Z`
}

function onWhatsApp(time: string, ...events: InboundEvent[]): Delivery {
  return { receivedAt: at(time, 55), source: 'whatsapp', channel: 'whatsapp', account: SHOP, events }
}

function onFacebook(time: string, ...events: InboundEvent[]): Delivery {
  return { receivedAt: at(time, 55), source: 'facebook', channel: 'facebook', account: PAGE, events }
}

function message(providerId: string, thread: Thread, text: string): InboundMessage {
  return {
    kind: 'message',
    providerId,
    thread,
    sentAt: null,
    text,
    content: { type: 'text' },
    attachments: [],
    replyTo: null,
    referral: null,
    forwarded: false,
  }
}

function echo(providerId: string, text: string): InboundEcho {
  const { referral: _referral, ...written } = message(providerId, PRIVATE, text)
  return { ...written, kind: 'echo', thread: PRIVATE, correlation: null, raw: null }
}

function receipt(target: string, status: 'delivered' | 'read' | 'failed', when: string) {
  return { kind: 'receipt', target, status, at: when, correlation: null, error: null } as const
}

function optOut(action: 'out' | 'in', time: string) {
  return { kind: 'opt_out', party: ADA, action, scope: 'marketing', by: 'platform', at: at(time) } as const
}

function account(health: 'degraded' | 'healthy', code: string, time: string) {
  return { kind: 'account', health, code, detail: null, at: at(time) } as const
}

function hiding(hidden: boolean, time: string) {
  return { kind: 'hiding', target: '101_9001_1', hidden, by: 'external', at: at(time) } as const
}
