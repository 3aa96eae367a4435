import type { Authentication, Caller } from '../../shared/http/caller.ts'
import { Scope } from '../../shared/http/caller.ts'

/** Claims as API Gateway hands them on: every value a string, an array as `[a b]`. Other front doors keep arrays. */
export type Claims = Readonly<Record<string, unknown>>

export type AuthorizationSettings = {
  groupsClaim: string
  groupScopes: Readonly<Record<string, readonly Scope[]>>
  actorClaim: string | undefined
  aiClients: readonly string[]
}

/** Where issuers put the id of the client: RFC 9068, Okta, Entra ID, OpenID Connect. */
const CLIENT_CLAIMS = ['client_id', 'cid', 'appid', 'azp']

/** Who calls, by the claims of a token whose signature, issuer, audience and age the authorizer has checked. */
export function toAuthentication(
  claims: Claims | undefined,
  settings: AuthorizationSettings,
): Authentication {
  if (claims === undefined || Object.keys(claims).length === 0) {
    const detail = 'No token was checked in front of this API.'
    return { kind: 'rejected', code: 'unauthenticated', detail }
  }
  if (!isAccessToken(claims)) {
    const detail = 'An ID token says who signed in, not what a client may do. Send the access token.'
    return { kind: 'rejected', code: 'access_token_required', detail }
  }
  const clientId = firstText(claims, CLIENT_CLAIMS)
  const caller: Caller = {
    actor: {
      kind: toActorKind(claims, clientId, settings),
      id: firstText(claims, ['sub']) ?? clientId,
      name: firstText(claims, ['name', 'preferred_username']),
    },
    clientId,
    scopes: toScopes(claims, settings),
  }
  return { kind: 'authenticated', caller }
}

/** An ID token of the same client passes the authorizer too: both have the issuer, and the client as audience. */
function isAccessToken(claims: Claims): boolean {
  const { token_use: cognitoUse, typ: keycloakType } = claims
  if (cognitoUse !== undefined) return cognitoUse === 'access'
  if (keycloakType === 'ID') return false
  if (keycloakType === 'Bearer' || keycloakType === 'DPoP') return true
  // https://openid.net/specs/openid-connect-core-1_0.html#IDToken: hashes of what was issued beside it.
  if ('at_hash' in claims || 'c_hash' in claims) return false
  return ['scope', 'scp', 'client_id', 'cid', 'azpacr', 'appidacr'].some((claim) => claim in claims)
}

function toActorKind(
  claims: Claims,
  clientId: string | null,
  { actorClaim, aiClients }: AuthorizationSettings,
): Caller['actor']['kind'] {
  const stated = actorClaim === undefined ? undefined : claims[actorClaim]
  if (stated !== undefined) {
    // What is stated and not understood must not be taken for a person.
    return stated === 'human' || stated === 'ai' ? stated : 'automation'
  }
  if (clientId !== null && aiClients.includes(clientId)) return 'ai'
  return isClientCredentials(claims, clientId) ? 'automation' : 'human'
}

/**
 * RFC 9068: without a person, `sub` is the client. Auth0, Entra ID and Keycloak say it in words of their own; Entra ID's
 * `idtyp` has to be asked for, but only what a person consented to has a `scp` there.
 */
function isClientCredentials(claims: Claims, clientId: string | null): boolean {
  const { sub } = claims
  return (
    sub === undefined ||
    sub === clientId ||
    claims['gty'] === 'client-credentials' ||
    claims['idtyp'] === 'app' ||
    (('azpacr' in claims || 'appidacr' in claims) && claims['scp'] === undefined) ||
    String(claims['preferred_username']).startsWith('service-account-')
  )
}

function toScopes(claims: Claims, { groupsClaim, groupScopes }: AuthorizationSettings): Set<Scope> {
  const granted = [...toList(claims['scope'], ' '), ...toList(claims['scp'], ' ')].map(toBareScope)
  const byGroup = toList(claims[groupsClaim]).flatMap((group) =>
    Object.hasOwn(groupScopes, group) ? (groupScopes[group] ?? []) : [],
  )
  return new Set([...granted.filter(isScope), ...byGroup])
}

/** Cognito writes `<resource server>/<scope>`. */
function toBareScope(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1)
}

function isScope(text: string): text is Scope {
  return Scope.safeParse(text).success
}

/** An array, API Gateway's `[a b]` for one, or text: one item, or several where the claim has a separator. */
function toList(claim: unknown, separator?: string): string[] {
  if (Array.isArray(claim)) return claim.filter((item) => typeof item === 'string')
  if (typeof claim !== 'string' || claim === '') return []
  const bracketed = /^\[(.*)\]$/s.exec(claim)?.[1]
  if (bracketed !== undefined) return bracketed.split(/[\s,]+/).filter((item) => item !== '')
  return separator === undefined ? [claim] : claim.split(separator).filter((item) => item !== '')
}

function firstText(claims: Claims, names: readonly string[]): string | null {
  for (const name of names) {
    const value = claims[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}
