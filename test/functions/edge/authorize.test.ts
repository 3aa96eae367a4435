import { describe, expect, it } from 'vitest'
import { type Claims, toAuthentication } from '../../../functions/edge/authorize.ts'

const SETTINGS = {
  groupsClaim: 'cognito:groups',
  groupScopes: {
    'inlet-agents': ['inbox:read', 'inbox:write'],
    'inlet-admins': ['inbox:admin'],
  },
  actorClaim: undefined,
  aiClients: ['assistant'],
} as const
const PERSON: Claims = { sub: 'u-1', client_id: 'web', token_use: 'access' }

const callerOf = (claims: Claims, settings: Partial<Parameters<typeof toAuthentication>[1]> = {}) => {
  const result = toAuthentication(claims, { ...SETTINGS, ...settings })
  if (result.kind === 'rejected') throw new Error(result.code)
  return result.caller
}

describe('scopes', () => {
  it.each<[string, Claims, string[]]>([
    ['a bare scope', { scope: 'inbox:read' }, ['inbox:read']],
    ['several among others', { scope: 'openid inbox:read email inbox:write' }, ['inbox:read', 'inbox:write']],
    ["Cognito's form", { scope: 'inlet/inbox:read' }, ['inbox:read']],
    ['a resource server named by URL', { scope: 'https://inbox.example.com/inbox:admin' }, ['inbox:admin']],
    ['scp as an array', { scp: ['inbox:read'] }, ['inbox:read']],
    [
      'scp as API Gateway writes an array',
      { scp: '[inbox:read inbox:secure]' },
      ['inbox:read', 'inbox:secure'],
    ],
    ['one group as text', { 'cognito:groups': 'inlet-agents' }, ['inbox:read', 'inbox:write']],
    ['groups as an array', { 'cognito:groups': ['staff', 'inlet-admins'] }, ['inbox:admin']],
    [
      'groups as API Gateway writes an array',
      { 'cognito:groups': '[staff inlet-admins inlet-agents]' },
      ['inbox:admin', 'inbox:read', 'inbox:write'],
    ],
    [
      'group and scope together',
      { scope: 'inbox:read', 'cognito:groups': '[inlet-admins]' },
      ['inbox:admin', 'inbox:read'],
    ],
    ['a group of no meaning here', { 'cognito:groups': '[staff]' }, []],
    ['a group named as a part of every object', { 'cognito:groups': '[constructor __proto__]' }, []],
    ['a group that only contains a known name', { 'cognito:groups': 'not inlet-admins' }, []],
    ['a scope that only begins alike', { scope: 'inbox:readonly xinbox:read' }, []],
    ['nothing', {}, []],
    ['an empty list', { scope: '', 'cognito:groups': '[]' }, []],
  ])('%s: this guarantees that a token allows exactly what it says', (_name, claims, scopes) => {
    expect([...callerOf({ ...PERSON, ...claims }).scopes].sort()).toEqual(scopes)
  })
})

describe('which tokens count', () => {
  it.each<[string, Claims | undefined, string]>([
    ['no authorizer', undefined, 'unauthenticated'],
    ['no claims', {}, 'unauthenticated'],
    [
      "Cognito's ID token",
      { sub: 'u-1', aud: 'web', token_use: 'id', 'cognito:groups': '[inlet-admins]' },
      'access_token_required',
    ],
    ['an unknown use', { sub: 'u-1', token_use: 'refresh', scope: 'inbox:read' }, 'access_token_required'],
    ["Keycloak's ID token", { sub: 'u-1', typ: 'ID', azp: 'web' }, 'access_token_required'],
    ['an ID token by its at_hash', { sub: 'u-1', at_hash: 'x', client_id: 'web' }, 'access_token_required'],
    [
      'an ID token with nothing but a nonce',
      { sub: 'u-1', aud: 'web', nonce: 'n', azp: 'web' },
      'access_token_required',
    ],
    [
      'an ID token that names groups',
      { sub: 'u-1', aud: 'web', 'cognito:groups': ['inlet-admins'] },
      'access_token_required',
    ],
  ])('%s: this guarantees that only an access token opens the inbox', (_name, claims, code) => {
    expect(toAuthentication(claims, SETTINGS)).toMatchObject({ kind: 'rejected', code })
  })

  it.each<[string, Claims]>([
    ['Cognito', { sub: 'u-1', client_id: 'web', token_use: 'access' }],
    [
      'Keycloak, which puts a nonce in it',
      { sub: 'u-1', azp: 'web', typ: 'Bearer', nonce: 'n', scope: 'openid' },
    ],
    ['Okta', { sub: 'ada@example.com', cid: 'web', scp: '[inbox:read]' }],
    ['Auth0', { sub: 'auth0|1', azp: 'web', scope: 'inbox:read' }],
    ['Entra ID', { sub: 'x', azp: 'web', azpacr: '1', scp: 'inbox:read' }],
  ])("%s: this guarantees that the issuer's access tokens are accepted", (_name, claims) => {
    expect(toAuthentication(claims, SETTINGS).kind).toBe('authenticated')
  })
})

describe('who acts', () => {
  it.each<[string, Claims, string | undefined, string]>([
    ["a person's token", PERSON, undefined, 'human'],
    [
      "Cognito's client credentials",
      { sub: 'job', client_id: 'job', token_use: 'access' },
      undefined,
      'automation',
    ],
    [
      "Auth0's",
      { sub: 'job@clients', azp: 'job', gty: 'client-credentials', scope: '' },
      undefined,
      'automation',
    ],
    ["Entra ID's", { sub: 's', azp: 'job', azpacr: '1', idtyp: 'app' }, undefined, 'automation'],
    [
      "Entra ID's, which says nothing of its kind unless it is asked to",
      { sub: 's', oid: 's', azp: 'job', azpacr: '1', roles: '[inbox]' },
      undefined,
      'automation',
    ],
    [
      "a person's of Entra ID",
      { sub: 's', oid: 'o', azp: 'web', azpacr: '1', scp: 'inbox:write' },
      undefined,
      'human',
    ],
    [
      "Keycloak's",
      { sub: 's', azp: 'job', typ: 'Bearer', preferred_username: 'service-account-job' },
      undefined,
      'automation',
    ],
    ['no subject', { client_id: 'job', token_use: 'access' }, undefined, 'automation'],
    [
      'a client marked as AI',
      { sub: 'assistant', client_id: 'assistant', token_use: 'access' },
      undefined,
      'ai',
    ],
    ['a person through a client marked as AI', { ...PERSON, client_id: 'assistant' }, undefined, 'ai'],
    ['the configured claim', { ...PERSON, kind: 'ai' }, 'kind', 'ai'],
    [
      'the configured claim over the client',
      { ...PERSON, client_id: 'assistant', kind: 'human' },
      'kind',
      'human',
    ],
    ['a configured claim of no meaning', { ...PERSON, kind: 'Human' }, 'kind', 'automation'],
    ['a configured claim that is not there', PERSON, 'kind', 'human'],
    ['that claim where it is not configured', { ...PERSON, kind: 'ai' }, undefined, 'human'],
  ])(
    '%s: this guarantees that nothing passes for a person that is none',
    (_name, claims, actorClaim, kind) => {
      expect(callerOf(claims, { actorClaim }).actor.kind).toBe(kind)
    },
  )

  it('this guarantees that a caller is known by subject and client', () => {
    expect(callerOf({ ...PERSON, name: 'Ada' })).toMatchObject({
      actor: { id: 'u-1', name: 'Ada' },
      clientId: 'web',
    })
  })
})
