import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createUploads,
  type OwnFile,
  toOwnFile,
  toOwnVideo,
  toSha256,
  type Uploads,
} from '../support/own-files.ts'
import { openReplyDesk, type Place, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const MEGABYTE = 1024 * 1024

let inbox: TestInbox
let desk: ReplyDesk
let uploads: Uploads

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  uploads = createUploads(inbox, desk)
})
afterAll(() => inbox.stop())

async function readBack(url: string | null): Promise<string> {
  return toSha256(new Uint8Array(await (await fetch(url ?? '')).arrayBuffer()))
}

type Case = {
  name: string
  place: Place
  files: OwnFile[]
  text?: string
  /** Of the call that holds the files. */
  body: object
}

const LINK: unknown = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\S+X-Amz-Signature=/)

const CASES: Case[] = [
  {
    name: 'Messenger fetches a picture',
    place: { channel: 'facebook', visibility: 'private' },
    files: [toOwnFile('image', 'image')],
    body: {
      message: { attachment: { type: 'image', payload: { url: LINK } }, metadata: expect.any(String) },
    },
  },
  {
    name: 'Messenger fetches a document of 20 MB',
    place: { channel: 'facebook', visibility: 'private' },
    files: [toOwnFile('file', 'document', 20 * MEGABYTE)],
    body: {
      message: expect.objectContaining({ attachment: { type: 'file', payload: { url: LINK } } }),
    },
  },
  {
    name: 'a comment of a Page shows a picture and its words',
    place: { channel: 'facebook', visibility: 'public' },
    files: [toOwnFile('image', 'image')],
    text: 'This is the blue one.',
    body: { message: 'This is the blue one.', attachment_url: LINK },
  },
  {
    name: 'WhatsApp fetches a picture with its words',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toOwnFile('image', 'image')],
    text: 'This is the blue one.',
    body: {
      type: 'image',
      image: { link: LINK, caption: 'This is the blue one.' },
    },
  },
  {
    name: 'WhatsApp fetches a voice note',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toOwnFile('audio', 'voice')],
    body: { type: 'audio', audio: { link: LINK } },
  },
  {
    name: 'WhatsApp fetches a document of 90 MB by its name',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toOwnFile('file', 'document', 90 * MEGABYTE)],
    body: {
      type: 'document',
      document: { link: LINK, filename: 'document für Mara.bin' },
    },
  },
  {
    name: 'WhatsApp fetches a sticker',
    place: { channel: 'whatsapp', visibility: 'private' },
    files: [toOwnFile('sticker', 'sticker')],
    body: { type: 'sticker', sticker: { link: LINK } },
  },
  {
    name: 'Twilio fetches two pictures',
    place: { channel: 'sms', visibility: 'private' },
    files: [toOwnFile('image', 'image'), toOwnFile('image', 'image', 77_000)],
    text: 'These are the blue ones.',
    body: { Body: 'These are the blue ones.', MediaUrl: [LINK, LINK] },
  },
  {
    name: 'AWS reads a picture in the bucket',
    place: { channel: 'sms', visibility: 'private', provider: 'aws' },
    files: [toOwnFile('image', 'image')],
    body: { MediaUrls: [expect.stringMatching(/^s3:\/\/\S+\/cnv_\S+$/)] },
  },
  {
    name: 'X takes a picture before the direct message',
    place: { channel: 'twitter', visibility: 'private' },
    files: [toOwnFile('image', 'image')],
    body: { attachments: [{ media_id: expect.stringMatching(/^\d+$/) }] },
  },
  {
    name: 'X takes a video of 10 MB in pieces, and is waited for',
    place: { channel: 'twitter', visibility: 'private' },
    files: [toOwnVideo(10 * MEGABYTE)],
    text: 'This is how it opens.',
    body: {
      text: 'This is how it opens.',
      attachments: [{ media_id: expect.stringMatching(/^\d+$/) }],
    },
  },
  {
    name: 'X shows two pictures in a post',
    place: { channel: 'twitter', visibility: 'public' },
    files: [toOwnFile('image', 'image'), toOwnFile('image', 'image', 99_000)],
    text: 'These are the blue ones.',
    body: {
      text: 'These are the blue ones.',
      media: { media_ids: [expect.stringMatching(/^\d+$/), expect.stringMatching(/^\d+$/)] },
    },
  },
]

describe('files of our side: this guarantees that', () => {
  it.each(CASES)(
    '$name, byte for byte, once, and agents can read it again',
    async ({ place, files, text, body: wanted }) => {
      const conversation = await desk.customerWrites(place)
      const before = (await desk.sent(place.channel)).length
      const ids: string[] = []
      for (const file of files) ids.push(await uploads.putUp(conversation.id, file))
      const attachments = ids.map((id) => ({ id }))
      const { status, body } = await desk.post(conversation.id, { attachments, ...(text && { text }) })
      expect(status, JSON.stringify(body)).toBe(202)
      expect(body).toMatchObject({ status: 'queued', text: text ?? null, content: { type: 'media' } })

      const sent = await desk.message(body, (message) => !['queued', 'unknown'].includes(message.status))
      expect(['sent', 'delivered', 'read']).toContain(sent.status)
      expect(await Promise.all(sent.attachments.map(({ url }) => readBack(url)))).toEqual(
        files.map(({ bytes }) => toSha256(bytes)),
      )
      const calls = (await desk.sent(place.channel)).slice(before)
      expect(calls.map(({ request }) => request.body)).toContainEqual(expect.objectContaining(wanted))
      const digests = calls.flatMap(({ received = [] }) => received.map((file) => file.sha256))
      expect(digests.sort()).toEqual(
        place.provider === 'aws' ? [] : files.map(({ bytes }) => toSha256(bytes)).sort(),
      )
      await desk.control('POST', 'settled')
      const ours = (await desk.entries(conversation.id)).filter(
        (entry) => entry.kind === 'message' && entry.direction === 'outbound',
      )
      expect(ours).toHaveLength(1)
      const [queued] = await desk.story(body)
      expect(queued).toMatchObject({
        type: 'message.queued',
        data: { attachments: files.map(({ type, mimeType }) => ({ type, mimeType })) },
      })
    },
    60_000,
  )

  it('what the platform takes stands in the reply options', async () => {
    const { id } = await desk.customerWrites({ channel: 'whatsapp', visibility: 'private' })
    const { options } = await inbox.get<{ options: { kind: string; limits: object }[] }>(
      `/v1/conversations/${id}/reply-options`,
    )
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
    const { body } = await uploads.announce(id, toOwnFile('image', 'image'), changes)
    expect(body.code).toBe(code)
    expect(body.detail.length).toBeGreaterThan(20)
  })

  it('what is not there, another caller’s, another conversation’s or only announced is not sent', async () => {
    const place = { channel: 'whatsapp', visibility: 'private' } as const
    const [one, other] = [await desk.customerWrites(place), await desk.customerWrites(place)]
    const file = toOwnFile('image', 'image')
    const id = await uploads.putUp(one.id, file)
    const announced = await uploads.announce(one.id, file)
    const codeOf = async (conversationId: string, fileId: string, token?: string) => {
      const reply = { attachments: [{ id: fileId }] }
      return (await desk.post(conversationId, reply, token === undefined ? {} : { token })).body.code
    }
    expect(await codeOf(one.id, `att_${'a'.repeat(26)}`)).toBe('attachment_unknown')
    expect(await codeOf(other.id, id)).toBe('attachment_unknown')
    expect(await codeOf(one.id, id, await desk.tokenOf('ai'))).toBe('attachment_unknown')
    expect(await codeOf(one.id, announced.body.id)).toBe('attachment_missing')
    expect((await uploads.announce(`cnv_${'a'.repeat(26)}`, file)).status).toBe(404)
    expect(await desk.post(one.id, { attachments: [{ id }] })).toMatchObject({ status: 202 })
  })

  it('what was put up is what was announced, or it is not sent', async () => {
    const { id } = await desk.customerWrites({ channel: 'facebook', visibility: 'private' })
    const page = { ...toOwnFile('image', 'page', 48_211), mimeType: 'image/jpeg' }
    const upload = await uploads.announce(id, page)
    await uploads.put(upload.body, page.bytes)
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
    for (let number = 0; number < count; number++)
      ids.push(await uploads.putUp(id, toOwnFile('image', 'image')))
    const { body } = await desk.post(id, { ...words, attachments: ids.map((each) => ({ id: each })) })
    expect(body.code).toBe(code)
  })

  it('a repeated announcement is the same file, and a file may be put up once', async () => {
    const { id } = await desk.customerWrites({ channel: 'whatsapp', visibility: 'private' })
    const [key, file] = [randomUUID(), toOwnFile('image', 'image')]
    const first = await uploads.announce(id, file, {}, { key })
    const second = await uploads.announce(id, file, {}, { key })
    expect(second.body).toEqual(first.body)
    expect(await uploads.put(first.body, file.bytes)).toBe(200)
    expect(await uploads.put(first.body, file.bytes)).toBe(412)
    expect((await uploads.announce(id, file, { name: 'other' }, { key })).status).toBe(409)
  })

  it('what X cannot take for a while is sent once, later', async () => {
    const { id } = await desk.customerWrites({ channel: 'twitter', visibility: 'private' })
    const upload = await uploads.putUp(id, toOwnFile('image', 'image'))
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
