import * as z from 'zod'
import { AwsCallError } from '../aws-json.ts'
import type { Platforms, PlatformsAnswer } from '../platforms/start-platforms.ts'
import { splitTarget } from './http-event.ts'
import { gatewayResponse, type HttpResponse } from './http-response.ts'
import { TokenRequest, type TokenIssuer } from './token-issuer.ts'

export type LocalRoutes = {
  issuer: TokenIssuer
  events: (after: string | undefined) => readonly unknown[]
  /** Publishes to the channel's topic as its platform would; the message's id, or null where the channel has none. */
  publish: (channel: string, message: string) => Promise<string | null>
  /** Runs now what the template runs each day or minute with the function of this title; false where it runs nothing. */
  runSchedules: (title: string) => Promise<boolean>
  /** null where the template sends nothing. */
  platforms: Platforms | null
  /** What the commands ask CloudFormation and the SDK's settings for elsewhere. */
  deployment: LocalDeployment
}

export type LocalDeployment = {
  outputs: Readonly<Record<string, string>>
  aws: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string }
  /** Base URLs in the place of the platforms' own, by name; of AWS's messages its own. */
  platformHosts: Readonly<Record<string, string>>
  smsVoiceUrl: string | null
}

const TOPIC_PATH = /^\/local\/topics\/([^/]+)$/
const SCHEDULE_PATH = /^\/local\/schedules\/([^/]+)$/
const MEDIA_PATH = /^\/local\/media\/([^/]+)$/
const FAULT_PATH = /^\/local\/platforms\/([^/]+)\/fault$/

/** `/local/*`: what a deployment does not have. Needs no token. Null for a path that is none of these. */
export async function answerLocalRoute(
  routes: LocalRoutes,
  method: string,
  target: string,
  body: Buffer,
): Promise<HttpResponse | null> {
  const [path, query] = splitTarget(target)
  if (method === 'POST' && path === '/local/token') return await answerToken(routes.issuer, body)
  if (method === 'GET' && path === '/local/events') {
    const after = new URLSearchParams(query).get('after') ?? undefined
    return toJson(200, { data: routes.events(after) })
  }
  if (method === 'GET' && path === '/local/deployment') return toJson(200, routes.deployment)
  const platform = await answerPlatforms(routes.platforms, method, path, query, body)
  if (platform !== null) return platform
  const channel = TOPIC_PATH.exec(path)?.[1]
  if (method === 'POST' && channel !== undefined) return await answerPublish(routes, channel, body)
  const scheduled = SCHEDULE_PATH.exec(path)?.[1]
  if (method === 'POST' && scheduled !== undefined) return await answerSchedule(routes, scheduled)
  return path.startsWith('/local/') ? gatewayResponse(404, 'Not Found') : null
}

async function answerToken(issuer: TokenIssuer, body: Buffer): Promise<HttpResponse> {
  let json: unknown
  try {
    json = body.length === 0 ? {} : JSON.parse(body.toString('utf8'))
  } catch {
    return gatewayResponse(400, 'The body is no JSON.')
  }
  const request = TokenRequest.safeParse(json)
  if (!request.success) return gatewayResponse(400, z.prettifyError(request.error))
  return toJson(200, {
    access_token: await issuer.issue(request.data),
    token_type: 'Bearer',
    expires_in: 86_400,
  })
}

async function answerPlatforms(
  platforms: Platforms | null,
  method: string,
  path: string,
  query: string,
  body: Buffer,
): Promise<HttpResponse | null> {
  if (platforms === null) return null
  if (method === 'GET' && path === '/local/sent') return toResponse(await platforms.sent(query))
  const file = method === 'PUT' ? MEDIA_PATH.exec(path)?.[1] : undefined
  if (file !== undefined) return toResponse(await platforms.media(decodeURIComponent(file), body))
  const channel = FAULT_PATH.exec(path)?.[1]
  if (channel === undefined || (method !== 'PUT' && method !== 'DELETE')) return null
  return toResponse(await platforms.fault(method, decodeURIComponent(channel), body))
}

function toResponse({ status, body }: PlatformsAnswer): HttpResponse {
  const headers: HttpResponse['headers'] = body.length === 0 ? [] : [['content-type', 'application/json']]
  return { status, headers, body }
}

async function answerPublish(routes: LocalRoutes, channel: string, body: Buffer): Promise<HttpResponse> {
  try {
    const topicBody = body.toString('utf8')
    const messageId = await routes.publish(channel, topicBody)
    if (messageId !== null) routes.platforms?.observe({ channel, topicBody })
    return messageId === null
      ? gatewayResponse(404, `The channel ${channel} has no topic.`)
      : toJson(202, { messageId })
  } catch (error) {
    if (error instanceof AwsCallError) return gatewayResponse(400, error.message)
    throw error
  }
}

async function answerSchedule({ runSchedules }: LocalRoutes, title: string): Promise<HttpResponse> {
  try {
    return (await runSchedules(title))
      ? { status: 204, headers: [], body: Buffer.alloc(0) }
      : gatewayResponse(404, `No schedule runs the function ${title}.`)
  } catch (error) {
    return gatewayResponse(500, error instanceof Error ? error.message : String(error))
  }
}

function toJson(status: number, body: object): HttpResponse {
  return {
    status,
    headers: [['content-type', 'application/json']],
    body: Buffer.from(JSON.stringify(body)),
  }
}
