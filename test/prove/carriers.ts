import { signFacebook } from '../../shared/channels/facebook/wire-body.ts'
import { type FacebookPiece, toFacebookBatch } from '../../shared/channels/facebook/wire-pieces.ts'
import { signTwilio } from '../../shared/channels/sms/wire-twilio.ts'
import { signBody as signX } from '../../shared/channels/twitter/wire.ts'
import { signWhatsApp, toWhatsAppBody } from '../../shared/channels/whatsapp/wire-body.ts'
import type { WhatsAppPiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import type { WireRequest } from '../../shared/channels/wire.ts'
import type { Random } from '../support/random.ts'
import type { Wording } from './lane.ts'
import { playerOf } from './wire-stories.ts'

/** Platform events in one body, where a platform sends several. */
const BATCH_MAX = 12

/** One delivery of a platform: to the webhook of a channel, or to its topic. */
export type Delivery = {
  channel: string
  /** What is published; null: it is a webhook request. */
  published: string | null
  toRequest: (inboxUrl: string) => WireRequest
}

export type Happening = { lane: number; wording: Wording }
export type Draft = { lanes: Set<number>; size: number; delivery: Delivery }

/** Meta puts several events in one body, of any customers; the others send each alone. */
export function batch(random: Random, happenings: readonly Happening[]): Draft[] {
  const drafts: Draft[] = []
  const whatsapp = createBatches(random, drafts, toWhatsAppDelivery)
  const facebook = createBatches(random, drafts, toFacebookDelivery)
  for (const { lane, wording } of happenings) {
    if (wording.carrier === 'whatsapp') whatsapp.add(lane, wording.piece)
    else if (wording.carrier === 'facebook') facebook.add(lane, wording.piece)
    else drafts.push({ lanes: new Set([lane]), size: 1, delivery: toDelivery(wording) })
  }
  whatsapp.close()
  facebook.close()
  return drafts
}

export function toWhatsAppDelivery(pieces: readonly WhatsAppPiece[]): Delivery {
  return toWhatsAppBodyDelivery(toWhatsAppBody(pieces))
}

export function toWhatsAppBodyDelivery(body: string): Delivery {
  return byWebhook('whatsapp', (inboxUrl) => signWhatsApp(body, inboxUrl))
}

export function toFacebookBodyDelivery(body: string): Delivery {
  return byWebhook('facebook', (inboxUrl) => signFacebook(body, inboxUrl))
}

export function toTwitterDelivery(body: unknown): Delivery {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return byWebhook('twitter', (inboxUrl) => signX(bytes, inboxUrl))
}

export function toTwilioDelivery(form: Readonly<Record<string, string>>): Delivery {
  return byWebhook('sms', (inboxUrl) => signTwilio(form, inboxUrl))
}

/** Nobody signs what is published: the local run takes it as SNS would. */
export function toTopicDelivery(channel: string, published: string): Delivery {
  const body = Buffer.from(published)
  const headers = { 'content-type': 'text/plain' }
  const toRequest = (inboxUrl: string): WireRequest => {
    return { url: `${inboxUrl}/local/topics/${channel}`, headers, body }
  }
  return { channel, published, toRequest }
}

function toFacebookDelivery(pieces: readonly FacebookPiece[]): Delivery {
  return toFacebookBodyDelivery(toFacebookBatch(pieces))
}

function toDelivery(wording: Exclude<Wording, { carrier: 'whatsapp' | 'facebook' }>): Delivery {
  switch (wording.carrier) {
    case 'twitter':
      return toTwitterDelivery({ data: wording.event })
    case 'sms':
      return toTwilioDelivery(wording.form)
    case 'aws':
      return toTopicDelivery('sms', wording.message)
    case 'wire': {
      const { wire } = playerOf(wording.channel)
      return byWebhook(wording.channel, (inboxUrl) => wire.toTextRequest(wording.text, inboxUrl))
    }
  }
}

function byWebhook(channel: string, toRequest: Delivery['toRequest']): Delivery {
  return { channel, published: null, toRequest }
}

/** Half of the bodies hold one event, the others up to a dozen: neighbours of the plan. */
function createBatches<Piece>(
  random: Random,
  drafts: Draft[],
  toDelivery: (pieces: readonly Piece[]) => Delivery,
): { add: (lane: number, piece: Piece) => void; close: () => void } {
  let open: { lane: number; piece: Piece }[] = []
  let room = 1
  const close = (): void => {
    if (open.length > 0) {
      drafts.push({
        lanes: new Set(open.map(({ lane }) => lane)),
        size: open.length,
        delivery: toDelivery(open.map(({ piece }) => piece)),
      })
    }
    open = []
    room = random.chance(0.5) ? 1 : random.integer(2, BATCH_MAX)
  }
  return {
    close,
    add: (lane, piece) => {
      open.push({ lane, piece })
      if (open.length >= room) close()
    },
  }
}
