import { type ChannelSamples, toWebhookRequest, type Wire } from '../wire.ts'
import { toAwsMessage } from './wire-aws.ts'
import { SAMPLES } from './wire-samples.ts'
import { createMessageSid, signTwilio, toMessageForm, TWILIO_ACCOUNT_SID } from './wire-twilio.ts'

export const wire: Wire = {
  account: '+15005550010',
  createCustomer: (random) => `+1500555${random.characters('0123456789', 4)}`,
  createMessageId: (random) => createMessageSid(random),
  toTextRequest: ({ id, account, customer, text }, inboxUrl) =>
    signTwilio(toMessageForm({ sid: id, from: customer, to: account, text }), inboxUrl),
  toPressRequest: null,
  toTextNotification: ({ id, account, customer, text }) =>
    toAwsMessage({ id, from: customer, to: account, text }),
  media: {
    kinds: ['image', 'voice', 'document'],
    createId: (random) => `ME${random.characters('0123456789abcdef', 32)}`,
    toRequest: ({ id, account, customer, text }, file, inboxUrl) => {
      const sid = id.replace(/^SM/, 'MM')
      const media = `https://api.twilio.com/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/Messages/${sid}/Media/${file.id}`
      const more = { NumMedia: '1', MediaUrl0: media, MediaContentType0: file.mimeType }
      return signTwilio(toMessageForm({ sid, from: customer, to: account, text, more }), inboxUrl)
    },
  },
}

export const samples: ChannelSamples = {
  ...SAMPLES,
  signing: {
    secretKey: 'authToken',
    header: 'x-twilio-signature',
    covers: 'parameters',
    sign: (body, secret) =>
      toWebhookRequest(signTwilio(Buffer.from(body).toString('utf8'), 'https://inbox.example.com', secret)),
  },
}
