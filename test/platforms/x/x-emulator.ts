import type { Emulator, EmulatorContext, PlatformAnswer, PlatformRequest } from '../emulator.ts'
import { decodeJson, isObject, type Json } from '../json.ts'
import { credentialOf } from '../credential.ts'
import { CONNECT_ROUTES } from './connections.ts'
import { createDirectMessage, listDirectMessages } from './direct-messages.ts'
import {
  appendUpload,
  askUpload,
  beginUpload,
  createMediaUploads,
  finishUpload,
  type XMediaUploads,
} from './media-uploads.ts'
import { createPost, deletePost } from './posts.ts'
import { createRateLimiter, type LimitName, type RateLimiter } from './rate-limits.ts'
import { toOk } from './x-answer.ts'
import { findXRow, toInvalidRequest, toXProblem } from './x-errors.ts'
import { createXMemory, type XMemory } from './x-memory.ts'
import { createXWorld, type XWorld } from './x-world.ts'

export type XContext = EmulatorContext & {
  memory: XMemory
  limits: RateLimiter
  world: XWorld
  uploads: XMediaUploads
}

export type XCall = {
  /** What stood in the path's places. */
  parts: readonly string[]
  body: Json
  /** The user whose token it is, where the token says so: OAuth 1.0a tokens begin with the user's id. */
  tokenUser: string | null
  headers: Record<string, string>
  request: PlatformRequest
}

type Route = {
  pattern: RegExp
  limit: LimitName
  answer: (x: XContext, call: XCall) => PlatformAnswer | Promise<PlatformAnswer>
}

const USER = String.raw`(\d{1,19})`

/** https://docs.x.com/x-api: the calls that a sender needs. */
const ROUTES: readonly Route[] = [
  {
    pattern: route('POST', `/2/dm_conversations/with/${USER}/messages`),
    limit: 'dm',
    answer: createDirectMessage,
  },
  {
    pattern: route('GET', `/2/dm_conversations/with/${USER}/dm_events`),
    limit: 'dmLookup',
    answer: listDirectMessages,
  },
  {
    pattern: route('GET', `/2/dm_conversations/media/${USER}/${USER}/([\\w.-]{1,50})`),
    limit: 'dmMedia',
    answer: (x, { parts, headers }) =>
      x.media.has(parts[1] ?? '')
        ? { status: 200, headers, body: null, file: parts[1] ?? '' }
        : toXProblem('404'),
  },
  { pattern: route('POST', '/2/media/upload/initialize'), limit: 'media', answer: beginUpload },
  { pattern: route('POST', `/2/media/upload/${USER}/append`), limit: 'media', answer: appendUpload },
  { pattern: route('POST', `/2/media/upload/${USER}/finalize`), limit: 'media', answer: finishUpload },
  { pattern: route('GET', '/2/media/upload'), limit: 'media', answer: askUpload },
  { pattern: route('POST', '/2/tweets'), limit: 'post', answer: createPost },
  { pattern: route('DELETE', `/2/tweets/${USER}`), limit: 'deletePost', answer: deletePost },
  { pattern: route('POST', `/2/users/${USER}/likes`), limit: 'like', answer: like },
  {
    pattern: route('DELETE', `/2/users/${USER}/likes/${USER}`),
    limit: 'like',
    answer: (_, { headers }) => toOk(200, { data: { liked: false } }, headers),
  },
  { pattern: route('PUT', `/2/tweets/${USER}/hidden`), limit: 'hide', answer: hide },
  ...CONNECT_ROUTES.map(({ method, path, answer }) => ({
    pattern: route(method, path),
    limit: 'connect' as const,
    answer,
  })),
]

/** api.x.com */
export function createXEmulator(context: EmulatorContext): Emulator {
  const x: XContext = {
    ...context,
    memory: createXMemory(),
    limits: createRateLimiter(),
    world: context.worlds.open('x', createXWorld()),
    uploads: createMediaUploads(),
  }
  return {
    provider: 'x',
    prefix: '/x',
    channelOf: () => 'twitter',
    answer: (request) => answerX(x, request),
    refusalOf: (channel, code) => {
      if (channel !== 'twitter' || findXRow(code) === null) return null
      const isLimit = findXRow(code)?.status === 429
      const reset = String(Math.ceil((context.now().getTime() + context.pace.xQuarterMs) / 1_000))
      const headers = {
        'x-rate-limit-limit': '15',
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': reset,
      }
      return toXProblem(code, isLimit ? headers : {})
    },
    canFailLater: () => false,
    observe: (channel, request) => {
      if (channel === 'twitter') x.memory.learn(decodeJson(request.body))
    },
  }
}

function route(method: string, path: string): RegExp {
  return new RegExp(`^${method} ${path}$`)
}

function answerX(x: XContext, request: PlatformRequest): PlatformAnswer | Promise<PlatformAnswer> {
  const line = `${request.method} ${request.path}`
  const found = ROUTES.find(({ pattern }) => pattern.test(line))
  if (found === undefined) return toXProblem('404')
  const token = userToken(request)
  if (token === null) return toXProblem('401')
  const { isAllowed, headers } = x.limits.count(found.limit, token, x.now().getTime(), x.pace.xQuarterMs)
  if (!isAllowed) return toXProblem('429', headers)
  const isForm = (request.headers['content-type'] ?? '').startsWith('multipart/form-data')
  const body = request.body.length === 0 || isForm ? {} : decodeJson(request.body)
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
  if (!isObject(body) || (request.body.length > 0 && !isJson && !isForm)) {
    return toInvalidRequest('The request body must be a JSON object.', headers)
  }
  const parts = found.pattern.exec(line)?.slice(1) ?? []
  return found.answer(x, { parts, body, tokenUser: /^(\d+)-/.exec(token)?.[1] ?? null, headers, request })
}

/** OAuth 2.0 user context, or OAuth 1.0a with all of its parameters. Which of the two it is, nobody checks further. */
function userToken(request: PlatformRequest): string | null {
  const authorization = request.headers['authorization'] ?? ''
  if (/^Bearer [A-Za-z0-9._~+/=:-]+$/i.test(authorization)) return credentialOf(request)
  const isOAuth1 =
    /^OAuth /.test(authorization) &&
    ['oauth_consumer_key', 'oauth_nonce', 'oauth_signature', 'oauth_timestamp', 'oauth_token'].every((name) =>
      authorization.includes(`${name}="`),
    )
  return isOAuth1 ? credentialOf(request) : null
}

function like(_: XContext, { body, headers }: XCall): PlatformAnswer {
  return typeof body['tweet_id'] === 'string' && /^\d+$/.test(body['tweet_id'])
    ? toOk(200, { data: { liked: true } }, headers)
    : toInvalidRequest('$.tweet_id: is missing but it is required', headers)
}

function hide(_: XContext, { body, headers }: XCall): PlatformAnswer {
  return typeof body['hidden'] === 'boolean'
    ? toOk(200, { data: { hidden: body['hidden'] } }, headers)
    : toInvalidRequest('$.hidden: is missing but it is required', headers)
}
