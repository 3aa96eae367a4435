import { createHmac, timingSafeEqual } from 'node:crypto'
import { toQueueMessage } from '../../shared/app/send-envelopes.ts'
import type { WebhookRequest } from '../../shared/channels/contract.ts'
import { toWebhookRequest } from '../../shared/channels/wire.ts'
import { Envelope } from '../../shared/domain/envelope.ts'
import { createRandom } from '../support/random.ts'
import { measureCpuMicroseconds } from './cpu-time.ts'
import type { Figure, Section } from './report.ts'
import { createTwoIdsWay, cutDelivery, type Delivery, listWays, type Way } from './samples.ts'

const INBOX = 'https://inbox.example.com'
const RECEIVED_AT = '2026-01-01T00:00:00.000Z'
const FLOOR_FACTOR_MAX = 2
const TO_EVENTS_US_MAX = 60

/** Design section 11: CPU of one text, on every way in which it can come, against the least that anybody must do with it. */
export async function benchWebhookCpu(): Promise<Section> {
  return {
    title: 'CPU per one-message body, microseconds (no SDK call)',
    figures: [createTwoIdsWay(), ...listWays()].flatMap(measureWay),
    notes: [
      'floor: HMAC of the raw body, constant-time compare and JSON.parse (of a form: URLSearchParams).',
      'a topic signs nothing: its floor is JSON.parse of the notification and of what is in it, so no factor is asked of it.',
      'CPU of the process with its garbage collection, median of 15 rounds after warm-up, subjects in turn.',
    ],
  }
}

function measureWay({ name, channel, create }: Way): Figure[] {
  const delivery = create(createRandom(1)).next(INBOX)
  const secret = channel.manifest.secret.local
  const source = channel.manifest.name
  const request = delivery.kind === 'webhook' ? toWebhookRequest(delivery.request) : null
  const accept = () => {
    if (request === null) return cutDelivery(channel, delivery)
    if (channel.verify(request, secret).kind !== 'verified') throw new Error(`${name} was not verified`)
    return channel.cut(request).envelopes
  }
  const toEvents = () =>
    accept().flatMap(({ group: _, ...cut }) =>
      channel.parse({ version: 1, source, receivedAt: RECEIVED_AT, ...cut }),
    )
  const queued = () => accept().map((envelope) => toQueueMessage(source, envelope, RECEIVED_AT))
  const fromQueue = queued().map(({ body }) => body)
  const readQueue = () => fromQueue.flatMap((body) => channel.parse(Envelope.parse(JSON.parse(body))))
  if (toEvents()[0]?.kind !== 'message') throw new Error(`${name} did not become a message`)

  const floor = request === null ? createTopicFloor(delivery) : createFloor(request)
  const cost = measureCpuMicroseconds({ floor, accept, toEvents, queued, readQueue })
  const budget = FLOOR_FACTOR_MAX * cost.floor
  const judged = {
    budget: `≤ ${budget.toFixed(1)} (${FLOOR_FACTOR_MAX} × floor)`,
    isMissed: cost.accept > budget,
  }
  return [
    {
      what: `${name} (${toBytes(delivery)} bytes): ${request === null ? 'cut, mask' : 'verify, cut, mask'}`,
      value: cost.accept.toFixed(1),
      floor: cost.floor.toFixed(1),
      ...(request === null ? {} : judged),
    },
    {
      what: `${name}: ${request === null ? 'cut, parse' : 'verify, cut, parse'}`,
      value: cost.toEvents.toFixed(1),
      budget: `≤ ${TO_EVENTS_US_MAX}`,
      floor: cost.floor.toFixed(1),
      isMissed: cost.toEvents > TO_EVENTS_US_MAX,
    },
    { what: `${name}: the same to queue messages with their hashes`, value: cost.queued.toFixed(1) },
    { what: `${name}: queue body checked and parsed in ingest`, value: cost.readQueue.toFixed(1) },
  ]
}

function toBytes(delivery: Delivery): number {
  return delivery.kind === 'webhook'
    ? delivery.request.body.byteLength
    : Buffer.byteLength(delivery.message.body)
}

/** What nobody can leave out: the signature over the raw bytes, and the body decoded. */
function createFloor({ headers, body }: WebhookRequest): () => unknown {
  const isForm = headers['content-type']?.includes('form') === true
  const algorithm = isForm ? 'sha1' : 'sha256'
  const expected = createHmac(algorithm, 'secret').update(body).digest()
  return () => {
    const digest = createHmac(algorithm, 'secret').update(body).digest()
    if (!timingSafeEqual(digest, expected)) throw new Error('never')
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
    return isForm ? Object.fromEntries(new URLSearchParams(text)) : (JSON.parse(text) as unknown)
  }
}

function createTopicFloor(delivery: Delivery): () => unknown {
  const body = delivery.kind === 'topic' ? delivery.message.body : ''
  return () => JSON.parse((JSON.parse(body) as { Message: string }).Message) as unknown
}
