import { createHash, createHmac } from 'node:crypto'
import { parse, stringify } from 'node:querystring'
import type { ChannelSecret, VerifyOutcome, WebhookRequest } from '../contract.ts'
import { decodeForm } from '../kit/decode-body.ts'
import { equalsConstantTime, signingSecrets, verifyWithSecrets } from '../kit/signing-secrets.ts'

const URL_PARTS = /^([a-z][a-z0-9+.-]*:\/\/)((?:[^/?#@]*@)?(?:\[[^\]]*\]|[^:/?#]*))(:\d*)?(.*)$/is

/**
 * `X-Twilio-Signature`: base64 HMAC-SHA1 over the configured URL and the form's parameters in order of name. A body that
 * is no form is covered by `bodySHA256` in the signed query. https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function verifyTwilioSignature(request: WebhookRequest, secret: ChannelSecret): VerifyOutcome {
  const secrets = signingSecrets(secret, 'authToken')
  const signature = request.headers['x-twilio-signature']
  if (signature === undefined || signature === '') return { kind: 'rejected', reason: 'signature_absent' }
  const bodyHash = decodeForm(request.rawQuery).get('bodySHA256')?.[0]
  if (bodyHash !== undefined && !equalsConstantTime(toSha256(request.body), bodyHash)) {
    return { kind: 'rejected', reason: 'body_hash_mismatch' }
  }
  const parameters = bodyHash === undefined ? toSignedParameters(request.body) : ''
  return verifyWithSecrets(secrets, (authToken) => {
    const matches = (url: string) =>
      equalsConstantTime(
        createHmac('sha1', authToken).update(url).update(parameters).digest('base64'),
        signature,
      )
    // Nearly every request matches the first; the others cost nothing unless it fails.
    return matches(request.url) || toOtherUrls(request.url).some(matches)
  })
}

/** Each name followed by its values; values of a repeated name once each and sorted; nothing between. */
function toSignedParameters(body: Uint8Array): string {
  const parameters = decodeForm(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'))
  let signed = ''
  for (const name of [...parameters.keys()].sort()) {
    const values = parameters.get(name) ?? []
    if (values.length < 2) signed += name + (values[0] ?? '')
    else for (const value of [...new Set(values)].sort()) signed += name + value
  }
  return signed
}

/**
 * Twilio is not consistent about the default port and about escaping in the query. The same spellings as its own library
 * tries: https://github.com/twilio/twilio-node/blob/main/src/webhooks/webhooks.ts
 */
function toOtherUrls(url: string): string[] {
  const urls = [withoutPort(url), withPort(url)]
  if (URL.canParse(url)) {
    const normalized = new URL(url).toString()
    const spellings = [withoutPort(normalized), withPort(normalized)]
    urls.push(...spellings, ...spellings.map(withLegacyQuery))
  }
  return [...new Set(urls)].filter((spelling) => spelling !== url)
}

function withoutPort(url: string): string {
  return url.replace(URL_PARTS, '$1$2$4')
}

function withPort(url: string): string {
  return url.replace(
    URL_PARTS,
    (_, scheme: string, host: string, port: string | undefined, rest: string) =>
      `${scheme}${host}${port ?? (scheme.toLowerCase() === 'https://' ? ':443' : ':80')}${rest}`,
  )
}

function withLegacyQuery(url: string): string {
  const start = url.indexOf('?')
  return start === -1 || start === url.length - 1
    ? url
    : `${url.slice(0, start)}?${stringify(parse(url.slice(start + 1)))}`
}

function toSha256(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex')
}
