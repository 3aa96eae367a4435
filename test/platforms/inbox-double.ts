import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Channel, CutOutcome, WebhookRequest } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'

const RECEIVED_AT = '2026-11-22T12:00:00.000Z'
const TOPIC_PATH = /^\/local\/topics\/([a-z]+)$/
const WEBHOOK_PATH = /^\/webhooks\/([a-z]+)(?:\?.*)?$/

/** Stands where the inbox would: keeps what the platforms tell it, verified and read by our own channels. */
export type InboxDouble = {
  url: string
  requests: { path: string; body: string }[]
  /** Everything that was read, in the order of arrival. Throws for a body that a channel refuses. */
  events: () => InboundEvent[]
  /** The next requests are answered so. */
  answerWith: (...statuses: number[]) => void
  stop: () => Promise<void>
}

export async function startInboxDouble(): Promise<InboxDouble> {
  const received: { request: WebhookRequest; path: string }[] = []
  const statuses: number[] = []
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const path = incoming.url ?? '/'
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      )
      const url = `http://${incoming.headers.host ?? ''}${path}`
      const rawQuery = path.split('?')[1] ?? ''
      const status = statuses.shift() ?? 200
      if (status < 300) {
        received.push({
          path,
          request: { method: 'POST', url, rawQuery, headers, body: Buffer.concat(chunks) },
        })
      }
      response.writeHead(status).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    get requests() {
      return received.map(({ path, request }) => ({ path, body: Buffer.from(request.body).toString('utf8') }))
    },
    events: () => received.flatMap(({ path, request }) => read(path, request)),
    answerWith: (...next) => void statuses.push(...next),
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function read(path: string, request: WebhookRequest): InboundEvent[] {
  const topic = TOPIC_PATH.exec(path)?.[1]
  const channel = findChannel(topic ?? WEBHOOK_PATH.exec(path)?.[1] ?? '')
  if (channel === undefined) throw new Error(`Nobody reads ${path}.`)
  if (topic !== undefined) {
    if (channel.cutTopic === null) throw new Error(`${topic} has no topic.`)
    const message = { body: Buffer.from(request.body).toString('utf8'), sentAt: RECEIVED_AT }
    return readCut(channel, channel.cutTopic(message))
  }
  const verified = channel.verify(request, channel.manifest.secret.local)
  if (verified.kind === 'rejected') throw new Error(`${path} was rejected: ${verified.reason}`)
  return readCut(channel, channel.cut(request))
}

function readCut(channel: Channel, outcome: CutOutcome): InboundEvent[] {
  const { name } = channel.manifest
  if (outcome.uncut.length > 0) throw new Error(`${name} could not cut: ${outcome.uncut[0]?.reason ?? ''}`)
  return outcome.envelopes.flatMap(({ group: _, ...cut }) =>
    channel.parse({ version: 1, source: name, receivedAt: RECEIVED_AT, ...cut }),
  )
}
