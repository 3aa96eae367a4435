import { type ChannelSamples, toWebhookRequest, type Wire } from '../wire.ts'
import { toAwsMessage } from './wire-aws.ts'
import { SAMPLES } from './wire-samples.ts'
import { createMessageSid, signTwilio, toMessageForm } from './wire-twilio.ts'

export const wire: Wire = {
  account: '+15005550010',
  createCustomer: (random) => `+1500555${random.characters('0123456789', 4)}`,
  createMessageId: (random) => createMessageSid(random),
  toTextRequest: ({ id, account, customer, text }, inboxUrl) =>
    signTwilio(toMessageForm({ sid: id, from: customer, to: account, text }), inboxUrl),
  toPressRequest: null,
  toTextNotification: ({ id, account, customer, text }) =>
    toAwsMessage({ id, from: customer, to: account, text }),
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
