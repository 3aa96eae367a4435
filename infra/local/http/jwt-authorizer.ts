import type { JWTPayload } from 'jose'
import type { LocalRoute } from '../template/read-api.ts'
import type { TokenIssuer } from './token-issuer.ts'

export type AuthorizedClaims = { claims: Record<string, string>; scopes: string[] | null }

export type Authorization =
  | { kind: 'open' }
  | { kind: 'authorized'; jwt: AuthorizedClaims }
  | { kind: 'unauthorized' }
  | { kind: 'forbidden' }

/** As API Gateway's JWT authorizer: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export async function authorizeRequest(
  route: LocalRoute,
  header: string | undefined,
  issuer: TokenIssuer,
): Promise<Authorization> {
  if (route.authorizer === null) return { kind: 'open' }
  const token = (header ?? '').replace(/^bearer\s+/i, '')
  const payload = token === '' ? null : await issuer.verify(token)
  if (payload === null || payload.iss !== route.authorizer.issuer) return { kind: 'unauthorized' }
  if (!isForAudience(payload, route.authorizer.audience)) return { kind: 'unauthorized' }
  const granted = scopesOf(payload)
  if (route.scopes.length > 0 && !route.scopes.some((scope) => granted.includes(scope))) {
    return { kind: 'forbidden' }
  }
  return {
    kind: 'authorized',
    jwt: { claims: toClaims(payload), scopes: route.scopes.length === 0 ? null : granted },
  }
}

/** `aud` counts; only where a token has none, as Cognito's access tokens, `client_id` does. */
function isForAudience(payload: JWTPayload, audience: readonly string[]): boolean {
  const claimed = payload.aud ?? payload['client_id']
  const values = Array.isArray(claimed) ? claimed : [claimed]
  return values.some((value) => typeof value === 'string' && audience.includes(value))
}

function scopesOf(payload: JWTPayload): string[] {
  const scope = payload['scope'] ?? payload['scp']
  if (Array.isArray(scope)) return scope.map(String)
  return typeof scope === 'string' ? scope.split(' ').filter((part) => part !== '') : []
}

/** Functions get every claim as text, and a list as `[a b]`. */
function toClaims(payload: JWTPayload): Record<string, string> {
  const claims: Record<string, string> = {}
  for (const [name, value] of Object.entries(payload)) {
    claims[name] = Array.isArray(value)
      ? `[${value.join(' ')}]`
      : typeof value === 'object' && value !== null
        ? JSON.stringify(value)
        : String(value)
  }
  return claims
}
