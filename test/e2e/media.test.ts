import { createHash } from 'node:crypto'
import * as z from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MediaPlan } from '../platforms/media/media-book.ts'
import { sampleChunks, SAMPLES, type SampleName } from '../platforms/media/sample-files.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { WireFileKind, WireText } from '../../shared/channels/wire.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const MEGABYTE = 1024 * 1024
const random = createRandom(7)

const Attachment = z.looseObject({
  status: z.string(),
  mimeType: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  sha256: z.string().nullable(),
  url: z.string().nullable(),
  failure: z.object({ code: z.string() }).optional(),
})
const Log = z.object({
  data: z.array(z.looseObject({ revision: z.number(), attachments: z.array(Attachment).default([]) })),
})
const Events = z.object({
  data: z.array(
    z.looseObject({
      detail: z.looseObject({
        conversationId: z.string().nullable(),
        seq: z.number().nullable(),
        data: z.looseObject({ providerId: z.string().nullish() }),
      }),
    }),
  ),
})

let inbox: TestInbox
beforeAll(async () => {
  inbox = await startInbox()
}, 60_000)
afterAll(() => inbox.stop())

type Sent = { messageId: string }

/** A customer sends a file that the platform has as planned. `url` in place of where it really lies; `scheme`: to and from such addresses of Twilio. */
async function send(
  channel: string,
  kind: WireFileKind,
  plan: Partial<MediaPlan> = {},
  {
    url,
    mimeType = SAMPLES[kind].mimeType,
    scheme = '',
  }: { url?: string; mimeType?: string; scheme?: 'whatsapp:' | '' } = {},
): Promise<Sent> {
  const { wire } = await loadWire(channel)
  if (wire.media === null) throw new Error(`${channel} has no files`)
  const id = wire.media.createId(random)
  const put = await fetch(`${inbox.url}/local/media/${id}`, {
    method: 'PUT',
    body: JSON.stringify({ sample: kind, ...plan }),
  })
  const lies = z.object({ url: z.string() }).parse(await put.json())
  const message: WireText = {
    id: wire.createMessageId(random, 'private'),
    account: scheme + wire.account,
    customer: scheme + wire.createCustomer(random, null),
    name: 'Ada',
    text: '',
    visibility: 'private',
    root: null,
    at: new Date(),
  }
  const name = kind === 'document' ? '../Rechnung "7".pdf' : null
  const file = { kind, id, url: url ?? lies.url, mimeType, name }
  const request = wire.media.toRequest(message, file, inbox.url)
  const { body } = request
  const response = await fetch(request.url, {
    method: 'POST',
    headers: request.headers,
    body: Buffer.from(body),
  })
  expect(response.status).toBe(200)
  // Twilio calls a message with a file otherwise.
  return { messageId: message.id.replace(/^SM/, 'MM') }
}

async function attachmentOf({ messageId }: Sent): Promise<z.infer<typeof Attachment> | null> {
  const events = Events.parse(await inbox.get('/local/events')).data
  const received = events.find(({ detail }) => detail.data.providerId === messageId)
  if (received === undefined) return null
  const { conversationId, seq } = received.detail
  if (conversationId === null || seq === null) return null
  // A busy machine may have the API answer 503: a reader asks again.
  const log = Log.safeParse(
    await inbox.get(`/v1/conversations/${conversationId}/entries?afterSeq=${seq - 1}&limit=1`),
  )
  return log.data?.data[0]?.attachments[0] ?? null
}

/** A large file takes longer than an inbox usually does to come to rest. */
async function settled(sent: Sent): Promise<z.infer<typeof Attachment> | null> {
  for (let patience = 4; ; patience--) {
    const found = await inbox.eventually(
      () => attachmentOf(sent),
      (attachment) => attachment !== null && attachment.status !== 'pending',
    )
    if (patience === 0 || found?.status !== 'pending') return found
  }
}

function digest(sample: SampleName, sizeBytes: number): string {
  const hash = createHash('sha256')
  for (const chunk of sampleChunks(sample, sizeBytes)) hash.update(chunk)
  return hash.digest('hex')
}

const CASES = await Promise.all(
  ['whatsapp', 'facebook', 'twitter', 'sms'].map(async (channel) => {
    const { wire } = await loadWire(channel)
    return (wire.media?.kinds ?? []).map((kind) => ({ channel, kind }))
  }),
)

describe.concurrent('files of customers: this guarantees that', () => {
  it.each(CASES.flat())(
    'a $kind on $channel comes after its message, although the platform failed first',
    async ({ channel, kind }) => {
      // The most that the channel's platform lets through of it, and 90 MB at the most.
      const [media] = Object.values(findChannel(channel)?.media ?? {})
      const isLarge = kind === 'document' && (media?.sizeBytesMax.file ?? 0) >= 90 * MEGABYTE
      const sizeBytes = isLarge ? 90 * MEGABYTE : SAMPLES[kind].sizeBytes
      const sent = await send(channel, kind, { statuses: [503], sizeBytes })
      const first = await inbox.eventually(
        () => attachmentOf(sent),
        (attachment) => attachment !== null,
      )
      expect(first).toMatchObject({ status: 'pending', url: null })
      const mimeType = SAMPLES[kind].mimeType.split(';')[0]
      const attachment = await settled(sent)
      expect(attachment).toMatchObject({
        status: 'stored',
        sizeBytes,
        mimeType,
        sha256: digest(kind, sizeBytes),
      })

      const response = await fetch(attachment?.url ?? '')
      expect(response.headers.get('content-type')).toBe(mimeType)
      expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''[\w.%-]+$/)
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(attachment?.sha256)
    },
    120_000,
  )

  it.each([
    { name: 'at a private address', url: 'https://10.0.0.1/a.jpg', code: 'media_address_refused' },
    { name: 'at the metadata service', url: 'http://169.254.169.254/latest', code: 'media_address_refused' },
    {
      name: 'at another port of this machine',
      url: 'http://127.0.0.1:9/a.jpg',
      code: 'media_address_refused',
    },
    { name: 'at another host', url: 'https://evil.example.com/a.jpg', code: 'media_address_refused' },
    {
      name: 'that looks like a listed host',
      url: 'https://fbcdn.net.evil.example/a',
      code: 'media_address_refused',
    },
    {
      name: 'that leads to a private address',
      plan: { redirect: 'http://169.254.169.254/latest/meta-data/' },
      code: 'media_address_refused',
    },
    {
      name: 'that leads to another host',
      plan: { redirect: 'https://evil.example.com/' },
      code: 'media_address_refused',
    },
    {
      name: 'that is another kind of file',
      plan: { sample: 'document' as const },
      code: 'media_type_mismatch',
    },
    { name: 'without an end', plan: { endless: true }, code: 'media_too_large' },
    {
      name: 'that is announced as too large',
      plan: { contentLength: 900 * MEGABYTE },
      code: 'media_too_large',
    },
    { name: 'that nobody has any more', plan: { statuses: [410] }, code: 'media_gone' },
  ])(
    'a file $name is refused with its reason',
    async ({ url, plan, code }) => {
      const sent = await send('facebook', 'sticker', plan, url === undefined ? {} : { url })
      expect(await settled(sent)).toMatchObject({ status: 'failed', url: null, failure: { code } })
    },
    30_000,
  )

  it('a file that Twilio told of too early comes when it is there', async () => {
    const attachment = await settled(await send('sms', 'image', { statuses: [404] }))
    expect(attachment).toMatchObject({ status: 'stored', sha256: digest('image', SAMPLES.image.sizeBytes) })
  }, 30_000)

  it('a file of a WhatsApp number that Twilio carries comes by Twilio', async () => {
    const sent = await send('sms', 'voice', {}, { scheme: 'whatsapp:' })
    const attachment = await settled(sent)
    expect(attachment).toMatchObject({ status: 'stored', sha256: digest('voice', SAMPLES.voice.sizeBytes) })
    const events = Events.parse(await inbox.get('/local/events')).data
    const received = events.find(({ detail }) => detail.data.providerId === sent.messageId)
    expect(received?.detail).toMatchObject({ channel: 'whatsapp', account: { id: 'whatsapp:+15005550010' } })
  }, 30_000)

  it('an address that died is asked for again', async () => {
    const attachment = await settled(await send('whatsapp', 'image', { statuses: [404] }))
    expect(attachment).toMatchObject({ status: 'stored', sha256: digest('image', SAMPLES.image.sizeBytes) })
  }, 30_000)

  it('whoever subscribes hears of both, with ids of their own', async () => {
    const [kept, lost] = await Promise.all([
      send('whatsapp', 'image'),
      send('facebook', 'image', { statuses: [404] }),
    ])
    const told = await inbox.eventually(
      async () => {
        const events = z
          .object({ data: z.array(z.looseObject({ 'detail-type': z.string() })) })
          .parse(await inbox.get('/local/events'))
        return events.data.filter((event) =>
          [kept.messageId, lost.messageId].some((id) => JSON.stringify(event).includes(JSON.stringify(id))),
        )
      },
      (events) => events.filter((event) => event['detail-type'].includes('attachment')).length === 2,
    )
    const types = told.map((event) => event['detail-type'])
    expect(types).toContain('message.attachment_stored')
    expect(types).toContain('message.attachment_failed')
    expect(JSON.stringify(told)).not.toContain('X-Amz-Signature')
  }, 30_000)
})
