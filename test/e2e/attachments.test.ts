import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiSchema } from '../support/api-client.ts'
import { sampleChunks, type SampleName, SAMPLES } from '../platforms/media/sample-files.ts'
import { openReplyDesk, type Place, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

type Upload = ApiSchema<'AttachmentUpload'>
type Problem = { code: string; detail: string; errors?: { pointer: string }[] }
type File = { type: string; name: string; mimeType: string; bytes: Buffer }

const MEGABYTE = 1024 * 1024

let inbox: TestInbox
let desk: ReplyDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
})
afterAll(() => inbox.stop())

function toFile(type: string, sample: SampleName, sizeBytes: number = SAMPLES[sample].sizeBytes): File {
  const bytes = Buffer.concat([...sampleChunks(sample, sizeBytes)])
  const [mimeType = ''] = SAMPLES[sample].mimeType.split(';')
  return { type, name: `${sample} für Mara.bin`, mimeType, bytes }
}

function toMp4(sizeBytes: number): File {
  const bytes = Buffer.alloc(sizeBytes, 7)
  bytes.write('\u0000\u0000\u0000\u0018ftypisom', 0, 'latin1')
  return { type: 'video', name: 'clip.mp4', mimeType: 'video/mp4', bytes }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function announce(
  conversationId: string,
  { type, name, mimeType, bytes }: File,
  changes: object = {},
  { key = randomUUID(), kind = 'human' as 'human' | 'ai' } = {},
): Promise<{ status: number; body: Upload & Problem }> {
  const response = await fetch(`${inbox.url}/v1/conversations/${conversationId}/attachments`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await desk.tokenOf(kind)}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify({
      type,
      name,
      mimeType,
      sizeBytes: bytes.byteLength,
      sha256: sha256(bytes),
      ...changes,
    }),
  })
  return { status: response.status, body: (await response.json()) as Upload & Problem }
}

async function put({ upload }: Upload, bytes: Buffer): Promise<number> {
  const { method, url, headers } = upload
  // What a client measures itself.
  const { 'content-length': _, ...said } = headers
  return (await fetch(url, { method, headers: said, body: new Uint8Array(bytes) })).status
}

/** Announced and put up, ready to be sent. */
async function putUp(conversationId: string, file: File): Promise<string> {
  const { status, body } = await announce(conversationId, file)
  expect(status, JSON.stringify(body)).toBe(201)
  expect(await put(body, file.bytes)).toBe(200)
  return body.id
}

async function readBack(url: string | null): Promise<string> {
  return sha256(new Uint8Array(await (await fetch(url ?? '')).arrayBuffer()))
}

type Case = {
  name: string
  place: Place
  files: File[]
  text?: string
  /** The call that holds the files. */
  toBody: (of: { urls: string[]; id: string }) => unknown
}

const LINK = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\S+X-Amz-Signature=/)

const CASES: Case[] = [
  {
    name: 'Messenger fetches a picture',
    place: { channel: 'facebook', visibility: 'private' },
    files: [toFile('image', 'image')],
    toBody: ({ id }) =>
      expect.objectContaining({
        message: { attachment: { type: 'image', payload: { url: LINK } }, metadata: id },
      }),
  },
  {
    name: 'Messenger fetches a document of 20 MB',
    place: { channel: 'facebook', visibility: 'private' },
    files: [toFile('file', 'document', 20 * MEGABYTE)],
    toBody: () =>
      expect.objectContaining({
        message: expect.objectContaining({ attachment: { type: 'file', payload: { url: LINK } } }),
      }),
  },
  {
    name: 'a comment of a Page shows a picture and its words',
    place: { channel: 'facebook', visibility: 'public' },
    files: [toFile('image', 'image')],
    text: 'This is the blue one.',
    toBody: () => ({ message: 'This is the blue one.', attachment_url: LINK }),
  },
  {
    name: 'WhatsApp fetches a picture with its words',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toFile('image', 'image')],
    text: 'This is the blue one.',
    toBody: ({ id }) =>
      expect.objectContaining({
        type: 'image',
        image: { link: LINK, caption: 'This is the blue one.' },
        biz_opaque_callback_data: id,
      }),
  },
  {
    name: 'WhatsApp fetches a voice note',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toFile('audio', 'voice')],
    toBody: () => expect.objectContaining({ type: 'audio', audio: { link: LINK } }),
  },
  {
    name: 'WhatsApp fetches a document of 90 MB by its name',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toFile('file', 'document', 90 * MEGABYTE)],
    toBody: () =>
      expect.objectContaining({
        type: 'document',
        document: { link: LINK, filename: 'document für Mara.bin' },
      }),
  },
  {
    name: 'WhatsApp fetches a sticker',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toFile('sticker', 'sticker')],
    toBody: () => expect.objectContaining({ type: 'sticker', sticker: { link: LINK } }),
  },
  {
    name: 'Twilio fetches two pictures',
    place: { channel: 'sms', visibility: 'private' },
    files: [toFile('image', 'image'), toFile('image', 'image', 77_000)],
    text: 'These are the blue ones.',
    toBody: () => expect.objectContaining({ Body: 'These are the blue ones.', MediaUrl: [LINK, LINK] }),
  },
  {
    name: 'AWS reads a picture in the bucket',
    place: { channel: 'sms', visibility: 'private', provider: 'aws' },
    files: [toFile('image', 'image')],
    toBody: () => expect.objectContaining({ MediaUrls: [expect.stringMatching(/^s3:\/\/\S+\/cnv_\S+$/)] }),
  },
  {
    name: 'X takes a picture before the direct message',
    place: { channel: 'twitter', visibility: 'private' },
    files: [toFile('image', 'image')],
    toBody: () => ({ attachments: [{ media_id: expect.stringMatching(/^\d+$/) }] }),
  },
  {
    name: 'X takes a video of 10 MB in pieces, and is waited for',
    place: { channel: 'twitter', visibility: 'private' },
    files: [toMp4(10 * MEGABYTE)],
    text: 'This is how it opens.',
    toBody: () => ({
      text: 'This is how it opens.',
      attachments: [{ media_id: expect.stringMatching(/^\d+$/) }],
    }),
  },
  {
    name: 'X shows two pictures in a post',
    place: { channel: 'twitter', visibility: 'public' },
    files: [toFile('image', 'image'), toFile('image', 'image', 99_000)],
    text: 'These are the blue ones.',
    toBody: () =>
      expect.objectContaining({
        text: 'These are the blue ones.',
        media: { media_ids: [expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)] },
      }),
  },
]

describe('files of our side: this guarantees that', () => {
  it.each(CASES)(
    '$name, byte for byte, once, and agents can read it again',
    async ({ place, files, text, toBody }) => {
      const conversation = await desk.customerWrites(place)
      const before = (await desk.sent(place.channel)).length
      const ids: string[] = []
      for (const file of files) ids.push(await putUp(conversation.id, file))
      const attachments = ids.map((id) => ({ id }))
      const { status, body } = await desk.post(conversation.id, { attachments, ...(text && { text }) })
      expect(status, JSON.stringify(body)).toBe(202)
      expect(body).toMatchObject({ status: 'queued', text: text ?? null, content: { type: 'media' } })

      const sent = await desk.message(body, (message) => !['queued', 'unknown'].includes(message.status))
      expect(['sent', 'delivered', 'read']).toContain(sent.status)
      expect(await Promise.all(sent.attachments.map(({ url }) => readBack(url)))).toEqual(
        files.map(({ bytes }) => sha256(bytes)),
      )
      const calls = (await desk.sent(place.channel)).slice(before)
      expect(calls.map(({ request }) => request.body)).toContainEqual(toBody({ urls: [], id: body.id }))
      const digests = calls.flatMap(({ received = [] }) => received.map((file) => file.sha256))
      expect(digests.sort()).toEqual(
        place.provider === 'aws' ? [] : files.map(({ bytes }) => sha256(bytes)).sort(),
      )
      await desk.control('POST', 'settled')
      const ours = (await desk.entries(conversation.id)).filter(
        (entry) => entry.kind === 'message' && entry.direction === 'outbound',
      )
      expect(ours).toHaveLength(1)
      const [queued] = await desk.story(body)
      expect(queued).toMatchObject({
        type: 'message.queued',
        data: { attachments: files.map(({ type, mimeType }) => expect.objectContaining({ type, mimeType })) },
      })
    },
    60_000,
  )

  it('what the platform takes stands in the reply options', async () => {
    const { id } = await desk.customerWrites({ channel: 'whatsapp', visibility: 'private' })
    const { options } = await inbox
      .get<{ options: { kind: string; limits: object }[] }>(`/v1/conversations/${id}/reply-options`)
      .then((answer) => answer)
    expect(options.find(({ kind }) => kind === 'attachment')?.limits).toMatchObject({
      textMaxChars: 1024,
      attachments: {
        max: 1,
        types: expect.arrayContaining([
          {
            type: 'image',
            mimeTypes: ['image/jpeg', 'image/png'],
            sizeBytesMax: 5 * MEGABYTE,
            takesText: true,
            alone: false,
          },
        ]),
      },
    })
  })

  it.each([
    ['a type that the platform does not take', { mimeType: 'image/tiff' }, 'attachment_type_unsupported'],
    ['a kind that it does not take', { type: 'contact' }, 'attachment_type_unsupported'],
    ['more bytes than it takes', { sizeBytes: 5 * MEGABYTE + 1 }, 'attachment_too_large'],
    ['no bytes', { sizeBytes: 0 }, 'validation_failed'],
    ['no digest', { sha256: 'abc' }, 'validation_failed'],
    ['a place', { type: 'location' }, 'validation_failed'],
  ])('%s is refused before anything is put up', async (_, changes, code) => {
    const { id } = await desk.customerWrites({ channel: 'whatsapp', visibility: 'private' })
    const { body } = await announce(id, toFile('image', 'image'), changes)
    expect(body.code).toBe(code)
    expect(body.detail.length).toBeGreaterThan(20)
  })

  it('what is not there, another caller’s, another conversation’s or only announced is not sent', async () => {
    const place = { channel: 'whatsapp', visibility: 'private' } as const
    const [one, other] = [await desk.customerWrites(place), await desk.customerWrites(place)]
    const file = toFile('image', 'image')
    const id = await putUp(one.id, file)
    const announced = await announce(one.id, file)
    const codeOf = async (conversationId: string, fileId: string, token?: string) => {
      const reply = { attachments: [{ id: fileId }] }
      return (await desk.post(conversationId, reply, token === undefined ? {} : { token })).body.code
    }
    expect(await codeOf(one.id, `att_${'a'.repeat(26)}`)).toBe('attachment_unknown')
    expect(await codeOf(other.id, id)).toBe('attachment_unknown')
    expect(await codeOf(one.id, id, await desk.tokenOf('ai'))).toBe('attachment_unknown')
    expect(await codeOf(one.id, announced.body.id)).toBe('attachment_missing')
    expect((await announce(`cnv_${'a'.repeat(26)}`, file)).status).toBe(404)
    expect(await desk.post(one.id, { attachments: [{ id }] })).toMatchObject({ status: 202 })
  })

  it('what was put up is what was announced, or it is not sent', async () => {
    const { id } = await desk.customerWrites({ channel: 'facebook', visibility: 'private' })
    const page = { ...toFile('image', 'page', 48_211), mimeType: 'image/jpeg' }
    const upload = await announce(id, page)
    await put(upload.body, page.bytes)
    const { body } = await desk.post(id, { attachments: [{ id: upload.body.id }] })
    expect(body.code).toBe('attachment_mismatch')
    expect(body).not.toHaveProperty('text')
  })

  it.each([
    [{ text: 'Look!', attachments: 1 }, 'text_beside_attachment'],
    [{ attachments: 2 }, 'too_many_attachments'],
  ])('Messenger takes one file alone: %o', async ({ attachments: count, ...words }, code) => {
    const { id } = await desk.customerWrites({ channel: 'facebook', visibility: 'private' })
    const ids: string[] = []
    for (let number = 0; number < count; number++) ids.push(await putUp(id, toFile('image', 'image')))
    const { body } = await desk.post(id, { ...words, attachments: ids.map((each) => ({ id: each })) })
    expect(body.code).toBe(code)
  })

  it('a repeated announcement is the same file, and a file may be put up once', async () => {
    const { id } = await desk.customerWrites({ channel: 'whatsapp', visibility: 'private' })
    const [key, file] = [randomUUID(), toFile('image', 'image')]
    const first = await announce(id, file, {}, { key })
    const second = await announce(id, file, {}, { key })
    expect(second.body).toEqual(first.body)
    expect(await put(first.body, file.bytes)).toBe(200)
    expect(await put(first.body, file.bytes)).toBe(412)
    expect((await announce(id, file, { name: 'other' }, { key })).status).toBe(409)
  })

  it('what X cannot take for a while is sent once, later', async () => {
    const { id } = await desk.customerWrites({ channel: 'twitter', visibility: 'private' })
    const upload = await putUp(id, toFile('image', 'image'))
    await desk.fault('twitter', { status: 503, times: 2 })
    const { body } = await desk.post(id, { attachments: [{ id: upload }] })
    const sent = await desk.message(body, ({ status }) => status === 'sent')
    expect(sent.status).toBe('sent')
    const messages = (await desk.sent('twitter')).filter(
      ({ request, response }) => request.path.includes('/dm_conversations/') && response?.status === 201,
    )
    expect(messages.filter(({ request }) => JSON.stringify(request.body).includes('media_id'))).not.toEqual(
      [],
    )
  }, 60_000)
})
