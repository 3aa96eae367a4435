import type { ChannelSamples } from '../wire.ts'

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
export const sends: ChannelSamples['sends'] = {
  meta: {
    correlated: ['private'],
    toAccepted: (providerId) =>
      answer(200, {
        messaging_product: 'whatsapp',
        contacts: [{ input: '+4915112345678', wa_id: '4915112345678' }],
        messages: [{ id: providerId }],
      }),
    toRefused: (providerCode) => {
      const [code, subcode] = providerCode.split('/').map(Number)
      const detail = subcode === undefined ? {} : { error_subcode: subcode }
      return answer(400, { error: { message: `(#${code}) No`, type: 'OAuthException', code, ...detail } })
    },
  },
}

function answer(status: number, body: unknown) {
  return { kind: 'https' as const, status, headers: {}, body: JSON.stringify(body) }
}
