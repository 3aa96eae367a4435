import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MediaPlan } from '../platforms/media/media-book.ts'
import { sampleChunks, SAMPLES, type SampleName } from '../platforms/media/sample-files.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { WireFileKind, WireText } from '../../shared/channels/wire.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { z } from 'zod'

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
const Conversations = z.object({ data: z.array(z.object({ id: z.string(), contactId: z.string() })) })

let inbox: TestInbox
beforeAll(async () => {
  inbox = await startInbox()
}, 60_000)
afterAll(() => inbox.stop())

type Sent = { messageId: string; customer: string; channel: string; sentAt: number }

/** A customer sends a file that the platform has as planned. `url` in place of where it really lies. */
async function send(
  channel: string,
  kind: WireFileKind,
  plan: Partial<MediaPlan> = {},
  { url, mimeType = SAMPLES[kind].mimeType }: { url?: string; mimeType?: string } = {},
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
    account: wire.account,
    customer: wire.createCustomer(random, null),
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
  return { messageId: message.id, customer: message.customer, channel, sentAt: Date.now() }
}

async function attachmentOf({ customer, channel }: Sent): Promise<z.infer<typeof Attachment> | null> {
  const scope = channel === 'facebook' ? (await loadWire(channel)).wire.account : '-'
  const externalId = channel === 'whatsapp' ? customer.replace('+', '') : customer
  const query = new URLSearchParams({ channel, externalId, scope })
  const contacts = z.object({ data: z.array(z.looseObject({ id: z.string() })) })
  const [contact] = contacts.parse(await inbox.get(`/v1/contacts?${query.toString()}`)).data
  if (contact === undefined) return null
  const list = Conversations.parse(await inbox.get('/v1/conversations?limit=100'))
  const conversation = list.data.find(({ contactId }) => contactId === contact.id)
  if (conversation === undefined) return null
  const log = Log.parse(await inbox.get(`/v1/conversations/${conversation.id}/entries`))
  return log.data[0]?.attachments[0] ?? null
}

const settled = (sent: Sent) =>
  inbox.eventually(
    () => attachmentOf(sent),
    (attachment) => attachment !== null && attachment.status !== 'pending',
  )

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

describe('files of customers: this guarantees that', () => {
  it.each(CASES.flat())(
    'a $kind on $channel comes after its message, although the platform failed first',
    async ({ channel, kind }) => {
      // The most that the channel's platform lets through of it, and 90 MB at the most.
      const channelMax = findChannel(channel)?.media
      const sizesMax = Object.values(channelMax ?? {}).map(({ sizeBytesMax }) => sizeBytesMax.file ?? 0)
      const isLarge = kind === 'document' && Math.max(...sizesMax) >= 90 * MEGABYTE
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
    60_000,
  )
})
