import { type ChannelSamples, toWebhookRequest, type Wire } from '../wire.ts'
import { createWamid, signWhatsApp, toWhatsAppBody } from './wire-body.ts'
import { toMessagePiece, type WhatsAppAccount, type WhatsAppCustomer } from './wire-pieces.ts'
import { SAMPLES } from './wire-samples.ts'

export const WHATSAPP_ACCOUNT: WhatsAppAccount = {
  waba: '990000000000010',
  phoneNumberId: '880000000000010',
  displayNumber: '4930555010',
}

export const wire: Wire = {
  account: WHATSAPP_ACCOUNT.phoneNumberId,
  createCustomer: (random) => `4915550${random.characters('0123456789', 6)}`,
  createMessageId: (random) => createWamid(random),
  toTextRequest: ({ id, account, customer, name, text, at }, inboxUrl) => {
    const person: WhatsAppCustomer = isUserId(customer)
      ? { waId: null, userId: customer, name }
      : { waId: customer.replace(/^\+/, ''), userId: null, name }
    const ours = { ...WHATSAPP_ACCOUNT, phoneNumberId: account }
    const piece = toMessagePiece(ours, person, { id, at }, 'text', { body: text })
    return signWhatsApp(toWhatsAppBody([piece]), inboxUrl)
  },
  toPressRequest: null,
  toTextNotification: null,
}

export const samples: ChannelSamples = {
  ...SAMPLES,
  signing: {
    secretKey: 'appSecret',
    header: 'x-hub-signature-256',
    covers: 'bytes',
    sign: (body, secret) => toWebhookRequest(signWhatsApp(body, 'https://inbox.example.com', secret)),
  },
}

function isUserId(customer: string): boolean {
  return /^[A-Z]{2}\./.test(customer)
}
