import { createHmac } from 'node:crypto'
import { SQSClient, GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { type ApiSchema, readData } from '../support/api-client.ts'
import { loadWires } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

type BusEvents = { data: { 'detail-type': string; detail: { data: { text?: string } } }[] }

const INVALID_UTF8 = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])

const WIRES = await loadWires()
const random = createRandom(7)
let inbox: TestInbox

beforeAll(async () => {
  inbox = await startInbox()
})
afterAll(() => inbox.stop())

function send(request: {
  url: string
  headers: Record<string, string>
  body: Uint8Array
}): Promise<Response> {
  return fetch(request.url, { method: 'POST', headers: request.headers, body: Buffer.from(request.body) })
}

function textRequest(channel: string, text: string) {
  const wire = WIRES[channel]?.wire
  if (wire === undefined) throw new Error(`no wire for ${channel}`)
  const customer = wire.createCustomer(random, null)
  const id = wire.createMessageId(random, 'private')
  const { account } = wire
  return wire.toTextRequest(
    { id, account, customer, name: 'Ada', text, visibility: 'private', root: null, at: new Date() },
    inbox.url,
  )
}

function signMeta(body: string | Uint8Array, secret = 'local-whatsapp-app-secret') {
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  return {
    url: `${inbox.url}/webhooks/whatsapp`,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body: Buffer.from(body),
  }
}

function metaText(id: string, text: string, from = '4915550000001'): string {
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: 'waba',
        changes: [
          {
            field: 'messages',
            value: {
              messaging_product: 'whatsapp',
              metadata: { display_phone_number: '15550001', phone_number_id: 'number' },
              messages: [{ id, from, timestamp: '1790000000', type: 'text', text: { body: text } }],
            },
          },
        ],
      },
    ],
  })
}

async function readTexts(): Promise<(string | null | undefined)[]> {
  const query = { limit: 100 }
  const { data } = await readData(inbox.api.GET('/v1/conversations', { params: { query } }))
  return data.map(({ lastMessage }) => lastMessage?.text)
}

async function readFeed(): Promise<ApiSchema<'Event'>[]> {
  const query = { limit: 100 }
  return (await readData(inbox.api.GET('/v1/events', { params: { query } }))).data
}

async function countQuarantined(): Promise<number> {
  const queue = inbox.stack.stack.queues.find(({ logicalId }) => /Quarantine/.test(logicalId))
  const client = new SQSClient({
    endpoint: inbox.stack.aws.endpoints.sqs,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queue?.url, AttributeNames: ['ApproximateNumberOfMessages'] }),
  )
  client.destroy()
  return Number(Attributes?.['ApproximateNumberOfMessages'])
}

describe('a customer writes', () => {
  it.each(CHANNELS.map(({ manifest }) => manifest.name))(
    'on %s, and it is in the queue of conversations, the feed and on the bus',
    async (channel) => {
      const text = `hello from ${channel}`
      const response = await send(textRequest(channel, text))
      expect(response.status).toBe(200)
      expect(await inbox.eventually(readTexts, (texts) => texts.includes(text))).toContain(text)
      const feed = await inbox.eventually(readFeed, (events) =>
        events.some(({ data: { text: words } }) => words === text),
      )
      expect(feed.find(({ data: { text: words } }) => words === text)).toMatchObject({
        type: 'message.received',
        channel,
      })
      const bus = await inbox.eventually(
        () => inbox.get<BusEvents>('/local/events'),
        ({ data }) => data.some(({ detail }) => detail.data.text === text),
      )
      expect(bus.data.find(({ detail }) => detail.data.text === text)).toMatchObject({
        'detail-type': 'message.received',
      })
    },
  )

  it('half a character, U+FFFF and a NUL, and the channel goes on', async () => {
    const texts = ['half \ud83d', 'noncharacter \uffff', 'nul \u0000']
    const isOdd = (text: string | null | undefined) => /^(half|noncharacter|nul) /.test(text ?? '')
    for (const [index, text] of texts.entries()) {
      const escaped = metaText(`wamid.odd${index}`, text, `491555000010${index}`)
      expect((await send(signMeta(escaped))).status).toBe(200)
    }
    expect(await inbox.eventually(readTexts, (read) => read.filter(isOdd).length === texts.length)).toEqual(
      expect.arrayContaining(['half \ufffd', 'noncharacter \uffff', 'nul \u0000']),
    )
  })

  it('with ids of 300 characters', async () => {
    const id = `wamid.${'A'.repeat(300)}`
    expect((await send(signMeta(metaText(id, 'long id', '4915550000400')))).status).toBe(200)
    expect(await inbox.eventually(readTexts, (texts) => texts.includes('long id'))).toContain('long id')
  })

  it('a card number, which is nowhere in clear', async () => {
    expect((await send(textRequest('sms', 'card 4242 4242 4242 4242 ok'))).status).toBe(200)
    const masked = 'card •••• 4242 ok'
    expect(await inbox.eventually(readTexts, (texts) => texts.includes(masked))).toContain(masked)
    const everything = JSON.stringify([await readFeed(), await inbox.get('/local/events')])
    expect(everything).not.toMatch(/4242 ?4242/)
  })
})

describe('what cannot be read is acknowledged and kept in quarantine', () => {
  it.each([
    ['truncated JSON', Buffer.from(metaText('wamid.cut', 'cut').slice(0, -20))],
    ['an array', Buffer.from('[1,2,3]')],
    ['nothing', Buffer.from('')],
    ['nesting of 100,000 levels', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))],
    ['another object', Buffer.from('{"object":"instagram","entry":[{"id":"1"}]}')],
  ])('%s', async (_, body) => {
    const before = await countQuarantined()
    expect((await send(signMeta(body))).status).toBe(200)
    expect(await inbox.eventually(countQuarantined, (count) => count > before)).toBe(before + 1)
  })

  it('invalid UTF-8, where API Gateway hands over the bytes as they came', async () => {
    const before = await countQuarantined()
    const { headers, ...request } = signMeta(INVALID_UTF8)
    const asBytes = { ...headers, 'content-type': 'application/octet-stream' }
    expect((await send({ ...request, headers: asBytes })).status).toBe(200)
    expect(await inbox.eventually(countQuarantined, (count) => count > before)).toBe(before + 1)
  })

  it('but invalid UTF-8 sent as JSON is not acknowledged: API Gateway makes text of it, which nobody signed', async () => {
    expect((await send(signMeta(INVALID_UTF8))).status).toBe(401)
  })

  it('a message larger than the queue takes, in parts', async () => {
    const before = await countQuarantined()
    const noise = Array.from({ length: 400_000 }, () =>
      random.characters('0123456789abcdefghijklmnopqrstuvwxyz€', 5),
    ).join('')
    expect((await send(signMeta(metaText('wamid.huge', noise)))).status).toBe(200)
    expect(await inbox.eventually(countQuarantined, (count) => count >= before + 2)).toBeGreaterThanOrEqual(
      before + 2,
    )
  })
})

describe('a stranger gets one answer that tells nothing', () => {
  const refused = { status: 401, body: '{"message":"Unauthorized"}' }

  async function answerTo(path: string, init: RequestInit = {}): Promise<{ status: number; body: string }> {
    const response = await fetch(inbox.url + path, init)
    return { status: response.status, body: await response.text() }
  }
  const post = (headers: Record<string, string>): RequestInit => ({
    method: 'POST',
    headers,
    body: metaText('x', 'x'),
  })

  it.each([
    ['no signature', () => answerTo('/webhooks/whatsapp', post({ 'content-type': 'application/json' }))],
    [
      'a wrong signature',
      () => answerTo('/webhooks/whatsapp', post(signMeta(metaText('x', 'x'), 'wrong').headers)),
    ],
    [
      'a malformed signature',
      () => answerTo('/webhooks/whatsapp', post({ 'x-hub-signature-256': 'sha256=zz' })),
    ],
    ['no Twilio signature', () => answerTo('/webhooks/sms', { method: 'POST', body: 'Body=x' })],
    [
      'a wrong verify token',
      () => answerTo('/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=no&hub.challenge=1'),
    ],
    ['a challenge without a token', () => answerTo('/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1')],
    ['a GET where the platform has no handshake', () => answerTo('/webhooks/sms')],
    ['the API without a token', () => answerTo('/v1/conversations')],
    [
      'the API with a broken token',
      () => answerTo('/v1/conversations', { headers: { authorization: 'Bearer x.y.z' } }),
    ],
    ['an unknown API path without a token', () => answerTo('/v1/nothing')],
  ])('for %s', async (_, ask) => {
    expect(await ask()).toEqual(refused)
  })

  it('for a channel that does not exist, whatever its name', async () => {
    expect(await answerTo('/webhooks/telegram', post({}))).toEqual({
      status: 404,
      body: '{"message":"Not Found"}',
    })
    expect(await answerTo('/webhooks/', post({}))).toEqual({ status: 404, body: '{"message":"Not Found"}' })
  })

  it.each([
    ['over what any platform sends', 3 * 1024 * 1024 + 1],
    ['over what API Gateway takes', 10 * 1024 * 1024 + 1],
  ])('for a body %s', async (_, size) => {
    const { status } = await answerTo('/webhooks/whatsapp', { method: 'POST', body: 'x'.repeat(size) })
    expect(status).toBe(413)
  })

  it('and the inbox goes on', async () => {
    expect((await send(textRequest('whatsapp', 'still here'))).status).toBe(200)
    expect(await inbox.eventually(readTexts, (texts) => texts.includes('still here'))).toContain('still here')
  })
})
