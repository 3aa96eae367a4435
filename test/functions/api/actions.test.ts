import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFauxqs } from '../../../infra/local/emulators/start-fauxqs.ts'
import { DeliveryBody } from '../../../shared/app/deliver-batch.ts'
import { toEntryId } from '../../../shared/domain/ids.ts'
import { type Answer, type Api, READER, startApi } from './api-harness.ts'
import { createCustomer, type Customer, type Place, postOnce } from './reply-data.ts'

let api: Api
let sqs: SQSClient
let queueUrl: string
let stopQueues: () => Promise<void>
let created = 0

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'inlet-actions-'))
  const fauxqs = await startFauxqs(directory)
  sqs = new SQSClient({
    endpoint: fauxqs.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const queue = { QueueName: 'outbound.fifo', Attributes: { FifoQueue: 'true' } }
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand(queue))
  // fauxqs names a host of its own; it listens on loopback alone.
  queueUrl = new URL(new URL(QueueUrl).pathname, fauxqs.url).href
  api = await startApi({ AWS_ENDPOINT_URL_SQS: fauxqs.url, INLET_OUTBOUND_QUEUE_URL: queueUrl })
  stopQueues = async () => {
    sqs.destroy()
    await fauxqs.stop()
    rmSync(directory, { recursive: true, force: true })
  }
})
afterAll(async () => {
  await api.stop()
  await stopQueues()
})

const customer = (place: Place): Promise<Customer> => createCustomer(api, ++created, place)
const pathOf = ({ conversation }: Customer): string => `/v1/conversations/${conversation.id}`
const reactionPath = (to: Customer, seq = 1): string =>
  `${pathOf(to)}/entries/${toEntryId(to.conversation.id, seq)}/reaction`
const put = (path: string, emoji: string, how: Parameters<Api['post']>[2] = {}): Promise<Answer> =>
  api.post(path, { emoji }, { method: 'PUT', ...how })
const take = (path: string): Promise<Answer> => api.post(path, undefined, { method: 'DELETE' })

/** What `deliver` is asked to do, as it reads it. */
async function readRequests(): Promise<unknown[]> {
  const found = []
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    )
    if (Messages.length === 0) return found
    found.push(...Messages.map(({ Body = '' }) => DeliveryBody.parse(JSON.parse(Body))))
  }
}

describe('PUT and DELETE …/reaction', () => {
  it('this guarantees that the reaction is in the log, and the platform is to be told', async () => {
    const to = await customer({ channel: 'whatsapp' })
    const { id } = to.conversation
    const answer = await put(reactionPath(to), '👍🏽')
    const by = { kind: 'human', id: 'agent-1', name: 'Ada' }
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ revision: 2, reactions: [{ emoji: '👍🏽', by }] })
    const entry = await api.store.entry(id, 1, 'consistent')
    expect(entry?.changes).toMatchObject([
      { revision: 2, actor: by, parts: [{ type: 'message.reaction_changed', data: { emoji: '👍🏽' } }] },
    ])
    expect((await api.store.conversation(id, 'consistent'))?.touched).toEqual([{ seq: 1, revision: 2 }])
    expect(await readRequests()).toEqual([
      { conversationId: id, action: { kind: 'reaction', seq: 1, emoji: '👍🏽' } },
    ])
  })

  it('this guarantees that the company has one reaction, and the customer keeps theirs', async () => {
    const theirs = {
      emoji: '🎉',
      by: { kind: 'contact', id: 'ctc_x', name: null },
      at: '2026-03-01T12:00:00.000Z',
    } as const
    const to = await customer({ channel: 'facebook', entry: { reactions: [theirs] } })
    await put(reactionPath(to), '👍')
    const second = await put(reactionPath(to), '❤️', {
      claims: { sub: 'agent-2', token_use: 'access', scope: 'inbox:write' },
    })
    expect(second.body['reactions']).toMatchObject([theirs, { emoji: '❤️', by: { id: 'agent-2' } }])
    const gone = await take(reactionPath(to))
    expect([gone.status, gone.body['reactions'], gone.body['revision']]).toEqual([202, [theirs], 4])
    expect((await take(reactionPath(to))).body['revision']).toBe(4)
    await readRequests()
  })

  it.each<[string, Place, string]>([
    ['channel_unsupported', { channel: 'sms' }, '👍'],
    ['channel_unsupported', { channel: 'facebook', visibility: 'public' }, '❤️'],
    ['window_closed', { channel: 'whatsapp', wroteHoursAgo: 25 }, '👍'],
    ['reply_target_gone', { channel: 'whatsapp', entry: { removedAt: '2026-03-01T12:00:00.000Z' } }, '👍'],
    ['reply_target_gone', { channel: 'whatsapp', entry: { direction: 'outbound', status: 'sent' } }, '👍'],
    ['recipient_opted_out', { channel: 'whatsapp', optOut: 'all' }, '👍'],
  ])('%s, %o: this guarantees that nobody is told and nothing is stored', async (code, place, emoji) => {
    const to = await customer(place)
    const answer = await put(reactionPath(to), emoji)
    expect([answer.status, answer.body.code]).toEqual([422, code])
    expect(await readRequests()).toEqual([])
    expect((await api.store.entry(to.conversation.id, 1, 'consistent'))?.revision).toBe(1)
  })

  it.each(['', 'ok', '1', '👍👍', '👍 yes'])(
    '%o: this guarantees that only one emoji is taken',
    async (emoji) => {
      const to = await customer({ channel: 'whatsapp' })
      const { status, body } = await put(reactionPath(to), emoji)
      expect([status, body.errors[0]?.pointer]).toEqual([400, '/body/emoji'])
    },
  )

  it('this guarantees that a reaction needs inbox:write and a message of the conversation', async () => {
    const [to, other] = [await customer({ channel: 'whatsapp' }), await customer({ channel: 'whatsapp' })]
    await postOnce(api, `${pathOf(to)}/notes`, { text: 'a note' })
    const foreign = `${pathOf(to)}/entries/${toEntryId(other.conversation.id, 1)}/reaction`
    const answers = [
      await put(reactionPath(to), '👍', { claims: READER }),
      await put(foreign, '👍'),
      await put(reactionPath(to, 2), '👍'),
      await put(reactionPath(to, 9), '👍'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 404, 404])
  })
})

describe('POST …/typing', () => {
  it('this guarantees that the platform is to be told, and nothing is stored', async () => {
    const to = await customer({ channel: 'facebook' })
    const { status, text } = await api.post(`${pathOf(to)}/typing`)
    expect([status, text]).toEqual([204, ''])
    const at = expect.any(String) as string
    const { id, version } = to.conversation
    expect(await readRequests()).toEqual([{ conversationId: id, action: { kind: 'typing', seq: 1, at } }])
    expect((await api.store.conversation(id, 'consistent'))?.version).toBe(version)
  })

  it.each<Place>([
    { channel: 'sms' },
    { channel: 'facebook', visibility: 'public' },
    { channel: 'facebook', changes: { provider: 'pigeon' } },
  ])('%o: this guarantees that what the channel cannot show is refused', async (place) => {
    const to = await customer(place)
    expect((await api.post(`${pathOf(to)}/typing`)).body.code).toBe('channel_unsupported')
    expect(await readRequests()).toEqual([])
  })
})

describe('POST …/read', () => {
  it('this guarantees that the platform is to be told once, and only where it shows it', async () => {
    const [shown, silent] = [await customer({ channel: 'whatsapp' }), await customer({ channel: 'sms' })]
    for (const to of [shown, silent, shown, silent]) {
      const { status, body } = await api.post(`${pathOf(to)}/read`)
      expect([status, body['unread']]).toEqual([200, 0])
    }
    expect(await readRequests()).toEqual([
      { conversationId: shown.conversation.id, action: { kind: 'read', seq: 1 } },
    ])
  })

  it('this guarantees that reading leaves no line in the log', async () => {
    const to = await customer({ channel: 'sms', changes: { unread: 3 } })
    await api.post(`${pathOf(to)}/read`)
    expect(await api.store.conversation(to.conversation.id, 'consistent')).toMatchObject({
      seq: 1,
      unread: 0,
    })
  })
})
