import type { PlatformRequest } from './emulator.ts'

/** What stands in the place of the credential: a bearer token, a user of Basic, an AWS access key. */
export function credentialOf(request: PlatformRequest): string | null {
  const authorization = request.headers['authorization']
  if (authorization === undefined) return request.query.get('access_token')
  const [scheme = ''] = authorization.split(' ', 1)
  const value = authorization.slice(scheme.length).trim()
  if (scheme.toLowerCase() === 'basic') {
    return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? null
  }
  const accessKey = /Credential=([^/,\s]+)/.exec(authorization)?.[1]
  const oauthToken = /oauth_token="([^"]+)"/.exec(authorization)?.[1]
  return accessKey ?? oauthToken ?? value
}
