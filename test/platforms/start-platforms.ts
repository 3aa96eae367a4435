import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRandom } from '../support/random.ts'
import { createAwsSmsEmulator } from './aws-sms/aws-sms-emulator.ts'
import type { Emulator, EmulatorContext, PlatformAnswer, PlatformRequest } from './emulator.ts'
import { createGraphEmulator } from './graph/graph-emulator.ts'
import { createTemplateBook } from './graph/whatsapp-templates.ts'
import { answerCall } from './server/answer-call.ts'
import { type BackChannel, createBackChannel, ReceiptMood } from './server/back-channel.ts'
import { answerControl, faultProblem, observe, type Observed } from './server/control.ts'
import { createFaultBook, FaultPlan } from './server/fault.ts'
import { createSentLog, type SentCall } from './server/sent-log.ts'
import { createTwilioEmulator } from './twilio/twilio-emulator.ts'
import { createXEmulator } from './x/x-emulator.ts'
import type { z } from 'zod'

const BODY_BYTES_MAX = 5 * 1024 * 1024
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i

export type PlatformsOptions = {
  /** Where receipts and echoes go. */
  inboxUrl: string
  seed: number
  /** 0: any free port. */
  port?: number
  now?: () => Date
  receipts?: z.input<typeof ReceiptMood>
}

export type Platforms = {
  url: string
  /** What a sender is configured with. */
  baseUrls: { graph: string; x: string; twilio: string; awsSms: string }
  sent: (channel?: string) => SentCall[]
  fault: (channel: string, plan: z.input<typeof FaultPlan>) => void
  clearFaults: (channel: string) => void
  observe: (observed: Observed) => { learned: boolean; reason?: string }
  backChannel: BackChannel
  stop: () => Promise<void>
}

/** One process that plays the send side of every platform, on loopback. */
export async function startPlatforms(options: PlatformsOptions): Promise<Platforms> {
  const { inboxUrl, seed, now = () => new Date() } = options
  const context: EmulatorContext = { inboxUrl, now, random: createRandom(seed) }
  const templates = createTemplateBook()
  const emulators = [
    createGraphEmulator(context, templates),
    createXEmulator(context),
    createTwilioEmulator(context),
    createAwsSmsEmulator(context),
  ]
  // Its own chance: how receipts go must not change which ids are given.
  const backChannel = createBackChannel(createRandom(seed + 1), ReceiptMood.parse(options.receipts ?? {}))
  const [faults, log] = [createFaultBook(), createSentLog()]
  const parts = { inboxUrl, emulators, faults, log, backChannel, now, setTemplates: templates.add, wait }
  const server = createServer((request, response) => {
    answerRequest(parts, request, response).catch(() => response.destroy())
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url,
    baseUrls: {
      graph: `${url}/graph`,
      x: `${url}/x`,
      twilio: `${url}/twilio`,
      awsSms: `${url}/aws-sms`,
    },
    sent: (channel) => log.list(channel ?? null),
    fault: (channel, plan) => {
      const planned = FaultPlan.parse(plan)
      const problem = faultProblem(emulators, channel, planned)
      if (problem !== null) throw new Error(problem)
      faults.plan(channel, planned)
    },
    clearFaults: faults.clear,
    observe: (observed) => observe(parts, observed),
    backChannel,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await Promise.all([backChannel.stop(), closed])
    },
  }
}

type ServerParts = Parameters<typeof answerControl>[0] & Parameters<typeof answerCall>[0]

async function answerRequest(
  parts: ServerParts,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A page in a browser can make a name of its own lead to this address; only a loopback name is meant for us.
  if (!LOOPBACK_HOST.test(incoming.headers.host ?? '')) return send(response, { status: 403, body: null })
  const body = await readBody(incoming)
  if (body === null) return send(response, { status: 413, body: null })
  const url = new URL(`http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`)
  const method = incoming.method ?? 'GET'
  if (url.pathname.startsWith('/control/')) {
    return send(response, await answerControl(parts, { method, url, body }))
  }
  const emulator = parts.emulators.find((one) => isUnder(url.pathname, one.prefix))
  if (emulator === undefined) return send(response, { status: 404, body: null })
  const outcome = await answerCall(parts, emulator, toPlatformRequest(emulator, incoming, url, body))
  if (outcome.kind === 'dropped') response.destroy()
  else send(response, outcome.answer)
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}

function toPlatformRequest(
  { prefix }: Emulator,
  incoming: IncomingMessage,
  url: URL,
  body: Buffer,
): PlatformRequest {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
  )
  const path = url.pathname.slice(prefix.length)
  return { method: incoming.method ?? 'GET', path: path || '/', query: url.searchParams, headers, body }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function send(response: ServerResponse, { status, headers = {}, body }: PlatformAnswer): void {
  if (response.destroyed) return
  const text = typeof body === 'string' ? body : body === null ? '' : JSON.stringify(body)
  response.writeHead(status, headers).end(text)
}

async function wait(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
