import type { Emulator, EmulatorContext, Fate, PlatformAnswer, PlatformRequest } from '../emulator.ts'
import { answerConnection, answerMessaging } from './connections.ts'
import { createMessage } from './create-message.ts'
import { createOptOuts, type OptOuts } from './opt-outs.ts'
import { TWILIO_ERRORS, toTwilioError } from './twilio-errors.ts'
import { type StoredMessage, toMessageResource } from './message-resource.ts'
import { createTwilioWorld, type TwilioWorld } from './twilio-world.ts'

const ACCOUNT = /^\/2010-04-01\/Accounts\/(AC[0-9a-fA-F]{32})\/(.+)$/
const USER = /^(AC|SK)[0-9a-fA-F]{32}$/
const LIST_MAX = 1_000
/** Codes below are about the call, not about the message. */
const DELIVERY_CODES_FROM = 21_000

export type TwilioContext = EmulatorContext & {
  optOuts: OptOuts
  messages: StoredMessage[]
  world: TwilioWorld
}

/** api.twilio.com, and messaging.twilio.com with the same numbers. */
export function createTwilioEmulators(context: EmulatorContext): Emulator[] {
  const world = context.worlds.open('twilio', createTwilioWorld())
  const twilio: TwilioContext = { ...context, optOuts: createOptOuts(), messages: [], world }
  const common = {
    provider: 'twilio',
    channelOf: () => 'sms',
    refusalOf: (channel: string, code: string) => {
      const isKnown = TWILIO_ERRORS.some((row) => row.code === Number(code) && row.later !== true)
      return channel === 'sms' && isKnown ? toTwilioError(Number(code)) : null
    },
  }
  return [
    {
      ...common,
      prefix: '/twilio',
      answer: (request, fate) => answerConnection(world, request) ?? answerTwilio(twilio, request, fate),
      canFailLater: (channel, code) =>
        channel === 'sms' &&
        TWILIO_ERRORS.some((row) => row.code === Number(code) && row.code >= DELIVERY_CODES_FROM),
      observe: (channel, request) => {
        if (channel === 'sms')
          learn(twilio.optOuts, new URLSearchParams(Buffer.from(request.body).toString('utf8')))
      },
    },
    {
      ...common,
      prefix: '/twilio-messaging',
      answer: (request) => answerMessaging(world, request),
      canFailLater: () => false,
      observe: () => undefined,
    },
  ]
}

function learn(optOuts: OptOuts, form: URLSearchParams): void {
  const [from, to, body] = [form.get('From'), form.get('To'), form.get('Body')]
  if (from === null || to === null || body === null || form.get('SmsStatus') !== 'received') return
  for (const sender of [to, form.get('MessagingServiceSid')]) {
    if (sender !== null && sender !== '') optOuts.read(sender, from, body)
  }
}

function answerTwilio(
  twilio: TwilioContext,
  request: PlatformRequest,
  fate: Fate,
): PlatformAnswer | Promise<PlatformAnswer> {
  const [, accountSid, resource] = ACCOUNT.exec(request.path) ?? []
  if (accountSid === undefined || resource === undefined) return toTwilioError(20404)
  if (!isAuthenticated(request)) return toTwilioError(20003)
  const media = /^Messages\/MM\w+\/Media\/(ME\w+)$/.exec(resource)?.[1]
  if (media !== undefined && request.method === 'GET' && twilio.media.has(media)) {
    return { status: 307, headers: { location: twilio.mediaUrlOf(media) }, body: null }
  }
  const sid = /^Messages\/(SM[0-9a-f]{32}|MM[0-9a-f]{32})\.json$/.exec(resource)?.[1]
  if (request.method === 'POST' && resource === 'Messages.json') {
    const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    const form = new URLSearchParams(isForm ? request.body.toString('utf8') : '')
    return createMessage(twilio, accountSid, form, fate)
  }
  if (request.method === 'GET' && resource === 'Messages.json') return list(twilio, accountSid, request)
  const found = sid === undefined ? undefined : twilio.messages.find((message) => message.sid === sid)
  if (request.method !== 'GET' || found === undefined) return toTwilioError(20404)
  return { status: 200, headers: { 'content-type': 'application/json' }, body: toMessageResource(found) }
}

/** An account and its token, or an API key and its secret. */
function isAuthenticated(request: PlatformRequest): boolean {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  if (encoded === undefined) return false
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return USER.test(user) && password.join(':') !== ''
}

/** https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources: newest first. */
function list(twilio: TwilioContext, accountSid: string, { query, path }: PlatformRequest): PlatformAnswer {
  const [to, from] = [query.get('To'), query.get('From')]
  const since = query.get('DateSent>') ?? query.get('DateSentAfter')
  const found = twilio.messages.filter(
    (message) =>
      message.accountSid === accountSid &&
      (to === null || message.to === to) &&
      (from === null || message.from === from) &&
      (since === null || message.createdAt.getTime() >= Date.parse(since)),
  )
  const pageSize = Math.min(Number(query.get('PageSize') ?? 50), LIST_MAX)
  const messages = found.toReversed().slice(0, pageSize).map(toMessageResource)
  const body = {
    messages,
    page: 0,
    page_size: pageSize,
    start: 0,
    end: messages.length - 1,
    uri: path,
    next_page_uri: null,
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body }
}
