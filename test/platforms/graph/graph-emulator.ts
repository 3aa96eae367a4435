import type { Emulator, EmulatorContext, Fate, PlatformAnswer, PlatformRequest } from '../emulator.ts'
import { credentialOf } from '../credential.ts'
import { decodeJson, isObject, type Json } from '../json.ts'
import { answerConnection, channelOfConnection, isConnectionCall } from './connections.ts'
import { createFacebookMemory, type FacebookMemory } from './facebook-memory.ts'
import { type GraphErrorRow, graphHeaders, searchRow, toGraphError, usageHeaders } from './graph-error.ts'
import { createMetaWorld, type MetaWorld } from './meta-world.ts'
import { MESSENGER_ERRORS } from './messenger-errors.ts'
import { sendMessenger } from './messenger-send.ts'
import { GUARDED } from '../media/serve-media.ts'
import { answerPageObject } from './page-objects.ts'
import { WHATSAPP_ERRORS } from './whatsapp-errors.ts'
import { createWhatsAppMemory, type WhatsAppMemory } from './whatsapp-memory.ts'
import { sendWhatsApp } from './whatsapp-send.ts'
import type { TemplateBook } from './whatsapp-templates.ts'

/** Versions that answered on 22 Nov 2026. https://developers.facebook.com/docs/graph-api/changelog/versions */
const PATH = /^\/(v2[1-6]\.0)\/([A-Za-z0-9_]+)(?:\/([a-z_]+))?$/
const TOKEN = /^[A-Za-z0-9._|~+/=-]+$/

export type GraphContext = EmulatorContext & {
  facebook: FacebookMemory
  whatsapp: WhatsAppMemory
  templates: TemplateBook
  world: MetaWorld
}

/** What one of the Graph API's parts makes of a call. `row`: refused with this error. */
export type GraphOutcome =
  | { kind: 'refused'; row: GraphErrorRow }
  | {
      kind: 'accepted'
      body: unknown
      deliveries: NonNullable<PlatformAnswer['deliveries']>
      received?: PlatformAnswer['received']
    }

export function refused(row: GraphErrorRow): GraphOutcome {
  return { kind: 'refused', row }
}

/** graph.facebook.com: Messenger, comments of Pages, and WhatsApp's Cloud API. */
export function createGraphEmulator(context: EmulatorContext, templates: TemplateBook): Emulator {
  const graph: GraphContext = {
    ...context,
    facebook: createFacebookMemory(),
    whatsapp: createWhatsAppMemory(),
    templates,
    world: context.worlds.open('meta', createMetaWorld(context.now())),
  }
  const channelOf = (request: PlatformRequest): string => toChannel(graph, request)
  return {
    provider: 'meta',
    prefix: '/graph',
    channelOf,
    answer: (request, fate) => answerGraph(graph, request, fate),
    refusalOf: (channel, code, subcode) => {
      const table = tableOf(channel)
      const row = table === null ? null : searchRow(table, Number(code), subcode)
      return row === null ? null : toGraphError(row, context.random, '0')
    },
    // Messenger has no word for it: there are watermarks only.
    canFailLater: (channel, code) =>
      channel === 'whatsapp' && searchRow(WHATSAPP_ERRORS, Number(code), null) !== null,
    observe: (channel, request) => {
      const body = decodeJson(request.body)
      if (channel === 'facebook') graph.facebook.learn(body)
      if (channel === 'whatsapp') graph.whatsapp.learn(body)
    },
  }
}

function tableOf(channel: string): readonly GraphErrorRow[] | null {
  if (channel === 'facebook') return MESSENGER_ERRORS
  return channel === 'whatsapp' ? WHATSAPP_ERRORS : null
}

/** Both send at `/{id}/messages`: WhatsApp says so in the body, or the number is a known one. */
function toChannel(graph: GraphContext, request: PlatformRequest): string {
  const { method, path, body } = request
  const [, , id = '', edge] = PATH.exec(path) ?? []
  if (edge === undefined && graph.media.has(id)) return 'whatsapp'
  if (isConnectionCall(method, id, edge)) return channelOfConnection(graph.world, request, id) ?? 'facebook'
  if (edge !== 'messages') return 'facebook'
  const json = decodeJson(body)
  const isWhatsApp = (isObject(json) && 'messaging_product' in json) || graph.whatsapp.hasNumber(id)
  return isWhatsApp ? 'whatsapp' : 'facebook'
}

async function answerGraph(
  graph: GraphContext,
  request: PlatformRequest,
  fate: Fate,
): Promise<PlatformAnswer> {
  const [, , id = '', edge] = PATH.exec(request.path) ?? []
  const channel = toChannel(graph, request)
  const outcome = tokenProblem(request, channel) ?? (await route(graph, request, { channel, id, edge }, fate))
  if (outcome.kind === 'refused') return toGraphError(outcome.row, graph.random, id)
  const trace = graph.random.characters('0123456789abcdef', 16)
  const headers = { ...graphHeaders(trace), ...usageHeaders(1, id) }
  const received = outcome.received === undefined ? {} : { received: outcome.received }
  return { status: 200, headers, body: outcome.body, deliveries: outcome.deliveries, ...received }
}

/** Any token that could be one is taken. Revoked and expired ones are faults. */
function tokenProblem(request: PlatformRequest, channel: string): GraphOutcome | null {
  const token = credentialOf(request)
  const status = channel === 'whatsapp' ? 401 : 400
  if (token === null || token === '') {
    return refused({
      code: 104,
      status,
      message: 'An access token is required to request this resource.',
      isToken: true,
    })
  }
  const scheme = request.headers['authorization']?.split(' ', 1)[0] ?? 'Bearer'
  if (TOKEN.test(token) && /^(bearer|oauth)$/i.test(scheme)) return null
  return refused({
    code: 190,
    status,
    message: 'Invalid OAuth access token - Cannot parse access token',
    isToken: true,
  })
}

function route(
  graph: GraphContext,
  request: PlatformRequest,
  { channel, id, edge }: { channel: string; id: string; edge: string | undefined },
  fate: Fate,
): GraphOutcome | Promise<GraphOutcome> {
  if (id === '') {
    return refused({ code: 2500, status: 400, message: `Unknown path components: ${request.path}` })
  }
  const json = request.body.length === 0 ? {} : decodeJson(request.body)
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/json')
  if (!isObject(json) || (request.body.length > 0 && !isJson)) {
    return refused({
      code: 100,
      status: 400,
      message: 'The body must be a JSON object sent as application/json.',
    })
  }
  if (edge === undefined && graph.media.has(id)) return describeMedia(graph, id)
  if (isConnectionCall(request.method, id, edge)) {
    return answerConnection(graph, { request, id, edge, body: json })
  }
  if (edge !== 'messages') return answerPageObject(graph, { method: request.method, id, edge, body: json })
  if (request.method !== 'POST') {
    return refused({
      code: 100,
      status: 400,
      type: 'GraphMethodException',
      message: 'Unsupported get request.',
    })
  }
  return send(graph, channel, id, json, fate)
}

function send(
  graph: GraphContext,
  channel: string,
  id: string,
  body: Json,
  fate: Fate,
): GraphOutcome | Promise<GraphOutcome> {
  return channel === 'whatsapp' ? sendWhatsApp(graph, id, body, fate) : sendMessenger(graph, id, body)
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media: the address lives for five minutes. */
function describeMedia(graph: GraphContext, id: string): GraphOutcome {
  const body = { messaging_product: 'whatsapp', id, url: graph.mediaUrlOf(id, GUARDED) }
  return { kind: 'accepted', body, deliveries: [] }
}
