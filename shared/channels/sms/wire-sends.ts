import type { ChannelSamples } from '../wire.ts'

export const sends: ChannelSamples['sends'] = {
  /** https://www.twilio.com/docs/usage/twilios-response */
  twilio: {
    correlated: ['private'],
    toAccepted: (providerId) => answer(201, { sid: providerId, status: 'queued', error_code: null }),
    toRefused: (providerCode) => answer(400, { code: Number(providerCode), message: 'No', status: 400 }),
  },
  /** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html */
  aws: {
    correlated: ['private'],
    toAccepted: (providerId) => ({ kind: 'aws', output: { MessageId: providerId } }),
    toRefused: (providerCode) => {
      if (providerCode.startsWith('TEXT_')) return null
      const isName = providerCode.endsWith('Exception')
      const name = isName ? providerCode : 'ConflictException'
      const reason = isName ? null : providerCode
      return { kind: 'aws_error', name, reason, message: 'No', status: 400 }
    },
  },
}

function answer(status: number, body: unknown) {
  return { kind: 'https' as const, status, headers: {}, body: JSON.stringify(body) }
}
