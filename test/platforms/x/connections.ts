import { createHmac } from 'node:crypto'
import { toOAuth1Header } from '../../../shared/channels/twitter/oauth1.ts'
import type { PlatformAnswer, PlatformRequest } from '../emulator.ts'
import { textAt } from '../json.ts'
import { toOk } from './x-answer.ts'
import type { XCall, XContext } from './x-emulator.ts'
import { toInvalidRequest, toXProblem } from './x-errors.ts'
import { PAGE_SIZE, type XAccessToken, type XSubscription, type XWebhook } from './x-world.ts'

const CHALLENGE_TIMEOUT_MS = 5_000
const PUBLIC_EVENTS: ReadonlySet<string> = new Set(['post.create', 'post.delete'])
const EVENT = /^[a-z]+(\.[a-z_]+)+$/
const ID = String.raw`(\d{1,19})`

type ConnectRoute = {
  method: string
  path: string
  answer: (x: XContext, call: XCall) => PlatformAnswer | Promise<PlatformAnswer>
}

/** What `npm run connect` asks: https://docs.x.com/x-api/webhooks/introduction and /activity/introduction */
export const CONNECT_ROUTES: readonly ConnectRoute[] = [
  { method: 'GET', path: '/2/users/me', answer: readMe },
  { method: 'GET', path: '/2/webhooks', answer: listWebhooks },
  { method: 'POST', path: '/2/webhooks', answer: createWebhook },
  { method: 'PUT', path: `/2/webhooks/${ID}`, answer: validateWebhook },
  { method: 'DELETE', path: `/2/webhooks/${ID}`, answer: deleteWebhook },
  { method: 'GET', path: '/2/activity/subscriptions', answer: listSubscriptions },
  { method: 'POST', path: '/2/activity/subscriptions', answer: createSubscription },
  { method: 'PUT', path: `/2/activity/subscriptions/${ID}`, answer: moveSubscription },
  { method: 'DELETE', path: `/2/activity/subscriptions/${ID}`, answer: deleteSubscription },
]

/** With the signature computed: a wrong consumer secret is refused here as it is at X. */
function findUser({ world }: XContext, { method, path, headers }: PlatformRequest): XAccessToken | null {
  const header = headers['authorization'] ?? ''
  const found = world.tokens.find(({ token }) =>
    header.includes(`oauth_token="${encodeURIComponent(token)}"`),
  )
  const [nonce, seconds] = [field(header, 'oauth_nonce'), field(header, 'oauth_timestamp')]
  if (found === undefined || nonce === null || seconds === null) return null
  const { consumerKey, consumerSecret } = world.app
  const keys = { consumerKey, consumerSecret, oauth1Token: found.token, oauth1TokenSecret: found.secret }
  const moment = { at: new Date(Number(seconds) * 1000).toISOString(), nonce }
  const expected = toOAuth1Header({ method, url: `https://api.x.com${path}`, query: {} }, keys, moment)
  return expected === header ? found : null
}

function field(header: string, name: string): string | null {
  const value = new RegExp(`${name}="([^"]+)"`).exec(header)?.[1]
  return value === undefined ? null : decodeURIComponent(value)
}

function isApp({ world }: XContext, { headers }: PlatformRequest): boolean {
  return headers['authorization'] === `Bearer ${world.app.bearerToken}`
}

function readMe(x: XContext, { request, headers }: XCall): PlatformAnswer {
  const user = findUser(x, request)
  if (user === null) return toXProblem('401')
  const body = { data: { id: user.user, name: 'Inlet Local', username: user.username } }
  return toOk(200, body, { ...headers, 'x-access-level': user.access })
}

function listWebhooks(x: XContext, { request, headers }: XCall): PlatformAnswer {
  if (!isApp(x, request)) return toXProblem('401')
  return toOk(
    200,
    { data: x.world.webhooks.map(toWebhook), meta: { result_count: x.world.webhooks.length } },
    headers,
  )
}

function toWebhook({ id, url, isValid, createdAt }: XWebhook) {
  return { id, url, valid: isValid, created_at: createdAt }
}

async function createWebhook(x: XContext, { request, body, headers }: XCall): Promise<PlatformAnswer> {
  if (!isApp(x, request)) return toXProblem('401')
  const url = textAt(body, 'url')
  if (url === null || url.length > 200 || !URL.canParse(url)) {
    return toInvalidRequest(
      'UrlValidationFailed: The callback URL provided does not meet requirements',
      headers,
    )
  }
  if (x.world.webhooks.some((each) => each.url === url)) {
    return toInvalidRequest('DuplicateUrlFailed: A webhook is already registered for this URL', headers)
  }
  if (x.world.webhooks.length >= x.world.webhooksMax) {
    return toInvalidRequest('WebhookLimitExceeded: maximum number of webhooks reached', headers)
  }
  if (!(await passesCrc(x, url))) {
    return toInvalidRequest('CrcValidationFailed: The callback URL did not respond correctly', headers)
  }
  const id = `1${x.random.characters('0123456789', 18)}`
  const webhook = { id, url, isValid: true, createdAt: x.now().toISOString() }
  x.world.webhooks.push(webhook)
  return toOk(200, toWebhook(webhook), headers)
}

async function validateWebhook(x: XContext, { request, parts, headers }: XCall): Promise<PlatformAnswer> {
  if (!isApp(x, request)) return toXProblem('401')
  const webhook = x.world.webhooks.find(({ id }) => id === parts[0])
  if (webhook === undefined) return toInvalidRequest('WebhookIdInvalid', headers)
  webhook.isValid = await passesCrc(x, webhook.url)
  return webhook.isValid
    ? toOk(200, { data: { valid: true } }, headers)
    : toInvalidRequest('CrcValidationFailed: The callback URL did not respond correctly', headers)
}

function deleteWebhook(x: XContext, { request, parts, headers }: XCall): PlatformAnswer {
  if (!isApp(x, request)) return toXProblem('401')
  x.world.webhooks = x.world.webhooks.filter(({ id }) => id !== parts[0])
  return toOk(200, { data: { deleted: true } }, headers)
}

/** https://docs.x.com/x-api/webhooks/quickstart. Nobody outside this machine is ever called. */
async function passesCrc({ world, random }: XContext, callbackUrl: string): Promise<boolean> {
  const url = new URL(callbackUrl)
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) return false
  const token = random.characters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 48)
  url.searchParams.set('crc_token', token)
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(CHALLENGE_TIMEOUT_MS),
    })
    const expected = `sha256=${createHmac('sha256', world.app.consumerSecret).update(token).digest('base64')}`
    const body: unknown = response.status === 200 ? await response.json() : null
    return textAt(body, 'response_token') === expected
  } catch {
    return false
  }
}

function listSubscriptions(x: XContext, { request, headers }: XCall): PlatformAnswer {
  if (!isApp(x, request)) return toXProblem('401')
  const start = Number(request.query.get('pagination_token') ?? 0)
  const page = x.world.subscriptions.slice(start, start + PAGE_SIZE)
  const next =
    start + PAGE_SIZE < x.world.subscriptions.length ? { next_token: String(start + PAGE_SIZE) } : {}
  return toOk(200, { data: page.map(toSubscription), meta: { result_count: page.length, ...next } }, headers)
}

function toSubscription({ id, eventType, user, webhook }: XSubscription) {
  const to = webhook === null ? {} : { webhook_id: webhook }
  return { subscription_id: id, event_type: eventType, filter: { user_id: user }, ...to }
}

/** Private events only with the account's own token. */
function createSubscription(x: XContext, { request, body, headers }: XCall): PlatformAnswer {
  const user = findUser(x, request)
  if (user === null && !isApp(x, request)) return toXProblem('401')
  const [eventType, subject, webhook] = [
    textAt(body, 'event_type'),
    textAt(body, 'filter', 'user_id'),
    textAt(body, 'webhook_id'),
  ]
  if (eventType === null || !EVENT.test(eventType) || subject === null) {
    return toInvalidRequest('event_type and filter.user_id are required', headers)
  }
  if (webhook !== null && !x.world.webhooks.some(({ id }) => id === webhook)) {
    return toInvalidRequest('WebhookIdInvalid', headers)
  }
  if (!PUBLIC_EVENTS.has(eventType) && user?.user !== subject) return toXProblem('403')
  if (x.world.subscriptions.some((each) => each.eventType === eventType && each.user === subject)) {
    return toInvalidRequest(
      'DuplicateSubscription: A subscription with this event type and filter exists',
      headers,
    )
  }
  const subscription = { id: `1${x.random.characters('0123456789', 18)}`, eventType, user: subject, webhook }
  x.world.subscriptions.push(subscription)
  return toOk(201, { data: { subscription: toSubscription(subscription) } }, headers)
}

function moveSubscription(x: XContext, { request, parts, body, headers }: XCall): PlatformAnswer {
  if (!isApp(x, request)) return toXProblem('401')
  const subscription = x.world.subscriptions.find(({ id }) => id === parts[0])
  const webhook = textAt(body, 'webhook_id')
  if (subscription === undefined) return toXProblem('404')
  if (!x.world.webhooks.some(({ id }) => id === webhook)) return toInvalidRequest('WebhookIdInvalid', headers)
  subscription.webhook = webhook
  return toOk(200, { data: { subscription: toSubscription(subscription) } }, headers)
}

function deleteSubscription(x: XContext, { request, parts, headers }: XCall): PlatformAnswer {
  if (!isApp(x, request)) return toXProblem('401')
  x.world.subscriptions = x.world.subscriptions.filter(({ id }) => id !== parts[0])
  return toOk(200, { data: { deleted: true } }, headers)
}
