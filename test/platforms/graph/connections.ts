import { credentialOf } from '../credential.ts'
import type { EmulatorContext, PlatformRequest } from '../emulator.ts'
import { type Json, textAt } from '../json.ts'
import type { GraphOutcome } from './graph-emulator.ts'
import { type GraphErrorRow, invalidParameter } from './graph-error.ts'
import type { MetaApp, MetaNumber, MetaPage, MetaToken, MetaWaba, MetaWorld } from './meta-world.ts'

const CHALLENGE_TIMEOUT_MS = 5_000
const PAGE_SIZE = 25
const EDGES: ReadonlySet<string> = new Set(['subscriptions', 'subscribed_apps', 'phone_numbers', 'register'])

export type ConnectionCall = { request: PlatformRequest; id: string; edge: string | undefined; body: Json }

type Context = Pick<EmulatorContext, 'now' | 'random'> & { world: MetaWorld }

/** Whether a call is about apps, tokens, Pages and numbers themselves, and not about what is said with them. */
export function isConnectionCall(method: string, id: string, edge: string | undefined): boolean {
  if (edge !== undefined) return EDGES.has(edge)
  return id === 'debug_token' || (method === 'GET' && (id === 'me' || /^\d+$/.test(id)))
}

/** Of which channel's app or asset a call speaks; null where none is known. */
export function channelOfConnection(world: MetaWorld, { query }: PlatformRequest, id: string): string | null {
  if (world.wabas.some((waba) => waba.id === id || waba.numbers.some((each) => each.id === id)))
    return 'whatsapp'
  const appId = world.tokens.get(query.get('input_token') ?? '')?.app ?? id
  return world.apps.find((app) => app.id === appId)?.channel ?? null
}

/**
 * What `npm run connect` asks the Graph API: tokens, an app's webhook, and which app gets the events of a Page or account.
 * https://developers.facebook.com/docs/graph-api/reference/app/subscriptions/ and /debug_token
 */
export async function answerConnection(context: Context, call: ConnectionCall): Promise<GraphOutcome> {
  const { world } = context
  const { request, id, edge } = call
  const bearer = credentialOf(request) ?? ''
  const line = `${request.method} ${edge ?? (/^\d+$/.test(id) ? 'node' : id)}`
  if (line === 'GET debug_token' || edge === 'subscriptions') {
    const app = findApp(world, bearer)
    if (app === null) return refuse(190, 'Error validating client secret.', { isToken: true })
    return line === 'GET debug_token'
      ? debugToken(context, app, request)
      : appSubscriptions(context, app, call)
  }
  const token = world.tokens.get(bearer)
  const problem = token === undefined ? INVALID_TOKEN : tokenProblem(context, token)
  if (token === undefined || problem !== null) return { kind: 'refused', row: problem ?? INVALID_TOKEN }
  if (line === 'GET me') return readMe(world, token)
  const page = world.pages.find((each) => each.id === id)
  if (page !== undefined) return pageApps(token, page, call)
  const waba = world.wabas.find((each) => each.id === id || each.numbers.some((one) => one.id === id))
  if (waba === undefined || !token.assets.includes(waba.id)) return refuseUnseen(id)
  const number = waba.numbers.find((each) => each.id === id)
  return number === undefined ? wabaEdge(token, waba, call) : numberEdge(token, number, call)
}

const INVALID_TOKEN: GraphErrorRow = {
  code: 190,
  status: 401,
  message: 'Invalid OAuth access token - Cannot parse access token',
  isToken: true,
}

function tokenProblem({ now }: Context, { expiresAt, isRevoked }: MetaToken): GraphErrorRow | null {
  if (isRevoked === true)
    return { ...INVALID_TOKEN, subcode: 460, message: 'Error validating access token: it was revoked.' }
  if (expiresAt === 0 || expiresAt * 1000 > now().getTime()) return null
  return { ...INVALID_TOKEN, subcode: 463, message: 'Error validating access token: Session has expired.' }
}

/** An app's own token is its id and its secret. */
function findApp({ apps }: MetaWorld, bearer: string): MetaApp | null {
  return apps.find((app) => `${app.id}|${app.secret}` === bearer) ?? null
}

function debugToken(context: Context, app: MetaApp, { query }: PlatformRequest): GraphOutcome {
  const token = context.world.tokens.get(query.get('input_token') ?? '')
  if (token === undefined) {
    const error = { code: 190, message: 'Invalid OAuth access token.' }
    return accept({ data: { error, is_valid: false, scopes: [] } })
  }
  if (token.app !== app.id) {
    return refuse(100, 'The App_id in the input_token did not match the Viewing App')
  }
  const problem = tokenProblem(context, token)
  const error =
    problem === null ? {} : { error: { code: 190, message: problem.message, subcode: problem.subcode } }
  return accept({
    data: {
      app_id: app.id,
      application: app.name,
      type: token.page === undefined ? 'SYSTEM_USER' : 'PAGE',
      ...(token.page === undefined ? {} : { profile_id: token.page }),
      expires_at: token.expiresAt,
      data_access_expires_at: 0,
      is_valid: problem === null,
      scopes: token.scopes,
      ...error,
    },
  })
}

async function appSubscriptions(
  context: Context,
  app: MetaApp,
  { request, id, body }: ConnectionCall,
): Promise<GraphOutcome> {
  if (id !== app.id)
    return refuse(190, 'Error validating application. The token is of another app.', { isToken: true })
  if (request.method === 'GET') {
    const data = [...app.subscriptions].map(([object, { callbackUrl, fields }]) => ({
      object,
      callback_url: callbackUrl,
      active: true,
      fields: fields.map((name) => ({ name, version: 'v26.0' })),
    }))
    return accept({ data })
  }
  if (request.method !== 'POST') return refuse(100, 'Unsupported request.')
  const [object, callbackUrl, verifyToken, fields] = [
    textAt(body, 'object'),
    textAt(body, 'callback_url'),
    textAt(body, 'verify_token'),
    textAt(body, 'fields'),
  ]
  if (object === null || callbackUrl === null || verifyToken === null || fields === null) {
    return {
      kind: 'refused',
      row: invalidParameter('object, callback_url, verify_token and fields are required'),
    }
  }
  const problem = await challenge(callbackUrl, verifyToken, context.random.characters('0123456789', 10))
  if (problem !== null)
    return refuse(2200, `Callback verification failed with the following errors: ${problem}`)
  app.subscriptions.set(object, { callbackUrl, fields: fields.split(',') })
  return accept({ success: true })
}

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
async function challenge(callbackUrl: string, verifyToken: string, nonce: string): Promise<string | null> {
  const url = URL.canParse(callbackUrl) ? new URL(callbackUrl) : null
  // Nobody outside this machine is ever called.
  if (url === null || !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
    return 'URL host is not reachable'
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.challenge', nonce)
  url.searchParams.set('hub.verify_token', verifyToken)
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(CHALLENGE_TIMEOUT_MS),
    })
    const text = await response.text()
    if (response.status !== 200)
      return `HTTP Status Code = ${response.status}; HTTP Message = ${response.statusText}`
    return text === nonce ? null : "The URL couldn't be validated. Response does not match challenge"
  } catch {
    return 'Curl Error Code = 7; Curl Error Message = COULDNT_CONNECT'
  }
}

/** A Page's token speaks as the Page. */
function readMe({ pages }: MetaWorld, token: MetaToken): GraphOutcome {
  const page = pages.find((each) => each.id === token.page)
  return accept(
    page === undefined ? { id: '122000000000001', name: 'Inlet' } : { id: page.id, name: page.name },
  )
}

/** https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps */
function pageApps(
  token: MetaToken,
  page: MetaPage,
  { request, edge, body, id }: ConnectionCall,
): GraphOutcome {
  if (token.page !== page.id)
    return refuse(210, 'A page access token of this Page is required to request this resource.')
  if (edge === undefined) return accept({ id: page.id, name: page.name })
  if (edge !== 'subscribed_apps') return refuseUnseen(id)
  if (!token.scopes.includes('pages_manage_metadata')) {
    return refuse(200, 'Requires pages_manage_metadata permission to manage the object')
  }
  switch (request.method) {
    case 'GET':
      return accept({
        data: [...page.apps].map(([app, fields]) => ({
          id: app,
          name: 'Inlet Local',
          subscribed_fields: fields,
        })),
      })
    case 'POST': {
      const fields = textAt(body, 'subscribed_fields')
      if (fields === null)
        return { kind: 'refused', row: invalidParameter('The parameter subscribed_fields is required') }
      page.apps.set(token.app, fields.split(','))
      return accept({ success: true })
    }
    default:
      page.apps.delete(token.app)
      return accept({ success: true })
  }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks */
function wabaEdge(
  token: MetaToken,
  waba: MetaWaba,
  { request, edge, body, id }: ConnectionCall,
): GraphOutcome {
  if (!token.scopes.includes('whatsapp_business_management')) return refuse(200, 'Permissions error')
  const line = `${request.method} ${edge ?? ''}`
  switch (line) {
    case 'GET phone_numbers':
      return listNumbers(waba, request)
    case 'GET subscribed_apps':
      return accept({
        data: [...waba.apps].map(([app, { overrideUrl }]) => ({
          whatsapp_business_api_data: {
            id: app,
            name: 'Inlet Local',
            link: `https://www.facebook.com/games/?app_id=${app}`,
          },
          ...(overrideUrl === null ? {} : { override_callback_uri: overrideUrl }),
        })),
      })
    case 'POST subscribed_apps':
      waba.apps.set(token.app, { overrideUrl: textAt(body, 'override_callback_uri') })
      return accept({ success: true })
    case 'DELETE subscribed_apps':
      waba.apps.delete(token.app)
      return accept({ success: true })
    default:
      return refuseUnseen(id)
  }
}

function listNumbers({ numbers }: MetaWaba, { query }: PlatformRequest): GraphOutcome {
  const start = Number(query.get('after') ?? 0)
  const end = start + Math.min(Number(query.get('limit') ?? PAGE_SIZE), 100)
  const data = numbers.slice(start, end).map(({ id, displayNumber, name }) => ({
    id,
    display_phone_number: displayNumber,
    verified_name: name,
  }))
  const cursors = { before: String(start), after: String(end) }
  return accept({
    data,
    paging: { cursors, ...(end < numbers.length ? { next: 'https://graph.facebook.com/next' } : {}) },
  })
}

function numberEdge(
  token: MetaToken,
  number: MetaNumber,
  { request, edge, body, id }: ConnectionCall,
): GraphOutcome {
  const { isRegistered, displayNumber, name, pin } = number
  if (edge === undefined && request.method === 'GET') {
    return accept({
      id: number.id,
      display_phone_number: displayNumber,
      verified_name: name,
      status: isRegistered ? 'CONNECTED' : 'PENDING',
      platform_type: isRegistered ? 'CLOUD_API' : 'NOT_APPLICABLE',
    })
  }
  if (edge !== 'register' || request.method !== 'POST') return refuseUnseen(id)
  if (!token.scopes.includes('whatsapp_business_management')) return refuse(200, 'Permissions error')
  if (textAt(body, 'messaging_product') !== 'whatsapp') return refuse(100, 'Invalid parameter')
  if (pin !== null && textAt(body, 'pin') !== pin) return refuse(133005, 'Two step verification PIN Mismatch')
  number.isRegistered = true
  return accept({ success: true })
}

function refuseUnseen(id: string): GraphOutcome {
  const message = `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`
  return {
    kind: 'refused',
    row: { code: 100, subcode: 33, status: 400, type: 'GraphMethodException', message },
  }
}

function refuse(code: number, message: string, more: Partial<GraphErrorRow> = {}): GraphOutcome {
  return { kind: 'refused', row: { code, status: 400, message, ...more } }
}

function accept(body: unknown): GraphOutcome {
  return { kind: 'accepted', body, deliveries: [] }
}
