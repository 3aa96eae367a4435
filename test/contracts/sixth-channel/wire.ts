import { createHmac } from 'node:crypto'
import {
  type ChannelSamples,
  toWebhookRequest,
  type Wire,
  type WireRequest,
} from '../../../shared/channels/wire.ts'
import { channel } from './index.ts'

const LETTER = { id: 'letter-1', bird: 'bird-1', name: 'Ada', sent: 1_795_348_798, words: 'Guten Tag' }

export const wire: Wire = {
  account: 'loft-1',
  createCustomer: (random) => `bird-${random.integer(1, 9_999_999)}`,
  createMessageId: (random) => `letter-${random.characters('abcdefghijklmnop', 16)}`,
  toTextRequest: ({ id, account, customer, name, text, visibility, root, at }, inboxUrl) => {
    const letter = { id, bird: customer, name, sent: at.getTime() / 1000, words: text }
    const placed = visibility === 'public' ? { ...letter, wall: root ?? id } : letter
    return seal(toBody([placed], account), inboxUrl, channel.manifest.secret.local['sealKey'] ?? '')
  },
  toPressRequest: null,
  toTextNotification: null,
  media: null,
}

export const samples: ChannelSamples = {
  signing: {
    secretKey: 'sealKey',
    header: 'x-pigeon-seal',
    covers: 'bytes',
    sign: (body, secret) => toWebhookRequest(seal(body, 'https://inbox.example.com', secret)),
  },
  lists: { letters: { sample: LETTER, countMax: 100, toBody: (letters) => toBody(letters) } },
  texts: {
    toBody: (words) => toBody([{ ...LETTER, words }]),
    samples: ['hello', '\ud83d', '\uffff', '👩‍👩‍👧 👍🏽', '"\\', ' \n '],
  },
  textFields: {
    words: (words) => toBody([{ ...LETTER, words }]),
    name: (name) => toBody([{ ...LETTER, name }]),
    'a field not known here': (poem) => toBody([{ ...LETTER, poem }]),
  },
  idFields: {
    id: (id) => toBody([{ ...LETTER, id }]),
    bird: (bird) => toBody([{ ...LETTER, bird }]),
    wall: (wall) => toBody([{ ...LETTER, wall }]),
    answers: (answers) => toBody([{ ...LETTER, answers }]),
  },
  sends: {},
}

function toBody(letters: readonly unknown[], loft = 'loft-1'): Uint8Array {
  return Buffer.from(JSON.stringify({ loft, letters }))
}

function seal(body: Uint8Array, inboxUrl: string, key: string): WireRequest {
  const headers = {
    'content-type': 'application/json',
    'x-pigeon-seal': createHmac('sha256', key).update(body).digest('hex'),
  }
  return { url: `${inboxUrl}/webhooks/${channel.manifest.ingress.path}`, headers, body }
}
