import { type ChannelSamples, toWebhookRequest, type Wire } from '../wire.ts'
import { whatsAppFiles } from './wire-files.ts'
import { createWamid, signWhatsApp, toWhatsAppBody } from './wire-body.ts'
import { toAccount, toCustomer, toMessagePiece, WHATSAPP_ACCOUNT } from './wire-pieces.ts'
import { SAMPLES } from './wire-samples.ts'

export const wire: Wire = {
  account: WHATSAPP_ACCOUNT.phoneNumberId,
  createCustomer: (random) => `4915550${random.characters('0123456789', 6)}`,
  createMessageId: (random) => createWamid(random),
  toTextRequest: ({ id, account, customer, name, text, at }, inboxUrl) => {
    const [ours, person] = [toAccount(account), toCustomer(customer, name)]
    const piece = toMessagePiece(ours, person, { id, at }, 'text', { body: text })
    return signWhatsApp(toWhatsAppBody([piece]), inboxUrl)
  },
  toPressRequest: null,
  toTextNotification: null,
  media: whatsAppFiles,
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
