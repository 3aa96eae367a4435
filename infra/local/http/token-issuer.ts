import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type JWTPayload } from 'jose'
import * as z from 'zod'

const ALGORITHM = 'RS256'
const LIFETIME_SECONDS = 24 * 60 * 60
const ALL_SCOPES = 'inbox:read inbox:write inbox:admin inbox:secure'

export const TokenRequest = z.strictObject({
  sub: z.string().min(1).max(200).optional(),
  scope: z.string().max(1000).optional(),
  kind: z.enum(['human', 'ai', 'automation']).default('human'),
  name: z.string().min(1).max(200).optional(),
})
export type TokenRequest = z.infer<typeof TokenRequest>

export type TokenIssuer = {
  issue: (request: TokenRequest) => Promise<string>
  /** The claims of a token that this issuer signed and that has not expired; null for any other. */
  verify: (token: string) => Promise<JWTPayload | null>
}

/** Plays the part of the configured identity provider: its issuer and audience, with a key that stays in the data folder. */
export async function createTokenIssuer(options: {
  dataDir: string
  issuer: string
  clientId: string
  /** The claim in which the stack expects the actor's kind. */
  actorClaim: string
}): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await loadKeys(join(options.dataDir, 'token-key.json'))
  return {
    issue: ({ sub, scope, kind, name }) => {
      // A client-credentials token of Cognito has its client as subject, and no user name.
      const subject = sub ?? (kind === 'human' ? 'local-agent' : options.clientId)
      return new SignJWT({
        token_use: 'access',
        client_id: options.clientId,
        scope: scope ?? ALL_SCOPES,
        jti: randomUUID(),
        [options.actorClaim]: kind,
        ...(kind === 'human' ? { username: subject } : {}),
        ...(name === undefined ? {} : { name }),
      })
        .setProtectedHeader({ alg: ALGORITHM, kid: 'local' })
        .setSubject(subject)
        .setIssuer(options.issuer)
        .setIssuedAt()
        .setExpirationTime(`${LIFETIME_SECONDS}s`)
        .sign(privateKey)
    },
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, { algorithms: [ALGORITHM] })
        return payload
      } catch {
        return null
      }
    },
  }
}

async function loadKeys(file: string) {
  if (!existsSync(file)) {
    const pair = await generateKeyPair(ALGORITHM, { extractable: true })
    writeFileSync(file, JSON.stringify(await exportJWK(pair.privateKey)), { mode: 0o600 })
  }
  const stored = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8')))
  const { kty, n, e } = stored
  const privateKey = await importJWK(stored, ALGORITHM)
  const publicKey = await importJWK({ kty: kty ?? '', n: n ?? '', e: e ?? '' }, ALGORITHM)
  return { privateKey, publicKey }
}
