import type { Channel } from '../../shared/channels/contract.ts'
import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'
import { createRandom, type Random } from '../support/random.ts'
import { signWhatsApp, toWhatsAppBody } from '../../shared/channels/whatsapp/wire-body.ts'
import { toMessagePiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire.ts'
import type { WireRequest } from '../../shared/channels/wire.ts'
import { loadWires } from '../support/load-wire.ts'

const WIRES = await loadWires()

export const SAMPLE_TEXT = 'Hello, my parcel 4711 has not come yet. Can you tell me where it is?'

/** One kind of one-message body, from one customer, ever a new message. */
export type Sample = {
  name: string
  channel: Channel
  nextRequest: (inboxUrl: string, text?: string) => WireRequest
}

/** A customer on every channel, and the dearest kind: a WhatsApp customer who is named by phone number and by user id. */
export function createSamples(seed: number): Sample[] {
  const random = createRandom(seed)
  const ofWires = CHANNELS.map(({ manifest }) => createWireSample(manifest.name, random))
  return [createTwoIdsSample(random), ...ofWires]
}

export function createWireSample(name: string, random: Random): Sample {
  const wire = WIRES[name]?.wire
  const channel = findChannel(name)
  if (wire === undefined || channel === undefined) throw new Error(`There is no channel ${name}.`)
  const customer = wire.createCustomer(random, null)
  return {
    name,
    channel,
    nextRequest: (inboxUrl, text = SAMPLE_TEXT) => {
      const id = wire.createMessageId(random, 'private')
      const { account } = wire
      const message = { id, account, customer, name: 'Mara Beispiel', text, at: new Date() }
      return wire.toTextRequest({ ...message, visibility: 'private', root: null }, inboxUrl)
    },
  }
}

function createTwoIdsSample(random: Random): Sample {
  const channel = findChannel('whatsapp')
  if (channel === undefined) throw new Error('There is no channel whatsapp.')
  const digits = random.characters('0123456789', 8)
  const person = { waId: `491${digits}`, userId: `DE.${digits}ABCDEFGH`, name: 'Mara Beispiel' }
  return {
    name: 'whatsapp, two ids',
    channel,
    nextRequest: (inboxUrl, text = SAMPLE_TEXT) => {
      const message = { id: `wamid.${random.characters('0123456789ABCDEF', 40)}`, at: new Date() }
      const piece = toMessagePiece(WHATSAPP_ACCOUNT, person, message, 'text', { body: text })
      return signWhatsApp(toWhatsAppBody([piece]), inboxUrl)
    },
  }
}
