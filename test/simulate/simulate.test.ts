import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'
import { findFreePort } from '../support/free-port.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { readArguments, readPort } from './arguments.ts'
import { simulate } from './simulate.ts'

type Posted = { path: string; headers: Record<string, string>; body: Uint8Array }

/** Something that answers webhooks with a status, and keeps what it got. */
async function startInbox(status: number): Promise<{ url: string; posted: Posted[] }> {
  const posted: Posted[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([key, value]) => [key, String(value)]),
      )
      posted.push({ path: request.url ?? '', headers, body: Buffer.concat(chunks) })
      response.writeHead(status).end('because')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, posted }
}

const NAMES = CHANNELS.map(({ manifest }) => manifest.name).join(', ')
const WAYS = CHANNELS.flatMap(({ manifest: { name, ingress, visibilities } }) =>
  visibilities.map((visibility) => {
    const options = visibility === 'public' ? ['--public'] : []
    return { name, path: ingress.path, visibility, options }
  }),
)

const context = (inboxUrl: string) => ({
  inboxUrl,
  random: createRandom(7),
  now: new Date('2026-11-22T12:00:00Z'),
})

describe('simulate: this guarantees that', () => {
  it.each(WAYS)(
    'a $visibility message on $name arrives at its webhook, signed, and the line says from whom',
    async ({ name, path, options }) => {
      const { url, posted } = await startInbox(200)
      const line = await simulate(readArguments([name, ...options, 'hello', 'there']), context(url))
      const [request] = posted
      expect(request?.path).toBe(`/webhooks/${path}`)
      const channel = findChannel(name)
      const { headers = {}, body = Buffer.of() } = request ?? {}
      const received = { method: 'POST', url: url + (request?.path ?? ''), rawQuery: '', headers, body }
      expect(channel?.verify(received, channel.manifest.secret.local).kind).toBe('verified')
      expect(Buffer.from(body).toString()).toMatch(/hello.there/)
      expect(line).toMatch(/^Accepted: .+ from Sim Ulated \(\S+\)/)
      expect(line).toContain(`${url}/v1/conversations`)
      expect(line).not.toContain('\n')
    },
  )

  it.each(WAYS.filter(({ visibility }) => visibility === 'public'))(
    'a public message on $name stands under the post that was named',
    async ({ name, options }) => {
      const { url, posted } = await startInbox(200)
      const { wire } = await loadWire(name)
      const root = wire.createMessageId(createRandom(9), 'public')
      await simulate(readArguments([name, ...options, '--root', root, 'hi']), context(url))
      expect(Buffer.from(posted[0]?.body ?? []).toString()).toContain(root)
    },
  )

  it.each(
    CHANNELS.flatMap(({ manifest: { name, topic } }) =>
      topic === null ? [] : [{ name, provider: topic.provider, title: topic.title }],
    ),
  )('a message on $name by $provider is published to its topic', async ({ name, provider, title }) => {
    const { url, posted } = await startInbox(200)
    const line = await simulate(readArguments([name, '--provider', provider, 'hello']), context(url))
    expect(posted[0]?.path).toBe(`/local/topics/${name}`)
    const body = Buffer.from(posted[0]?.body ?? []).toString()
    const cut = findChannel(name)?.cutTopic?.({ body, sentAt: '2026-11-22T12:00:00.000Z' })
    expect(cut).toMatchObject({ envelopes: [{ provider }], uncut: [] })
    expect(line).toContain(`${title} message`)
  })

  it('a customer, an account and a name can be chosen', async () => {
    const { url, posted } = await startInbox(200)
    const words = ['sms', '--from', '+15005550199', '--account', '53079', '--name', 'Ada', 'hi']
    const line = await simulate(readArguments(words), context(url))
    const form = new URLSearchParams(Buffer.from(posted[0]?.body ?? []).toString())
    expect([form.get('From'), form.get('To'), form.get('Body')]).toEqual(['+15005550199', '53079', 'hi'])
    expect(line).toContain('from Ada (+15005550199) to 53079')
  })

  it('a quick reply can be pressed where somebody plays one, and nowhere else', async () => {
    const { url, posted } = await startInbox(200)
    await simulate(readArguments(['facebook', '--press', 'handoff:1', 'Continue']), context(url))
    expect(JSON.parse(Buffer.from(posted[0]?.body ?? []).toString())).toMatchObject({
      entry: [{ messaging: [{ message: { text: 'Continue', quick_reply: { payload: 'handoff:1' } } }] }],
    })
    const elsewhere = simulate(readArguments(['sms', '--press', 'handoff:1', 'Continue']), context(url))
    await expect(elsewhere).rejects.toThrow('Nobody can press quick replies on sms')
    expect(() => readArguments(['facebook', '--public', '--press', 'handoff:1', 'hi'])).toThrow('--press')
  })

  it('a refusal is told with its status', async () => {
    const { url } = await startInbox(401)
    await expect(simulate(readArguments(['sms', 'hi']), context(url))).rejects.toThrow(
      'did not accept it: 401 because',
    )
  })

  it('a missing inbox is told with the way to start one', async () => {
    const url = `http://127.0.0.1:${await findFreePort()}`
    await expect(simulate(readArguments(['sms', 'hi']), context(url))).rejects.toThrow(
      /No inbox answers at .*ECONNREFUSED.*npm start/,
    )
  })

  it.each([
    { name: 'no channel', line: [], says: `Which channel? There are: ${NAMES}` },
    { name: 'an unknown channel', line: ['fax', 'hi'], says: `no channel "fax". There are: ${NAMES}` },
    {
      name: 'public where there is nothing public',
      line: ['sms', '--public', 'hi'],
      says: /SMS has only private messages/,
    },
    {
      name: 'a post for a private message',
      line: ['sms', '--root', '1', 'hi'],
      says: /--root needs --public/,
    },
    {
      name: 'a provider that carries something else',
      line: ['whatsapp', '--provider', 'aws', 'hi'],
      says: 'WhatsApp is carried by meta, not by "aws"',
    },
    { name: 'no text', line: ['sms'], says: /What does the customer write/ },
    { name: 'an unknown option', line: ['sms', '--loud', 'hi'], says: /--loud/ },
  ])('a wrong line is explained: $name', ({ line, says }) => {
    expect(() => readArguments(line)).toThrow(says)
  })

  it('the port is 3000 unless PORT says otherwise, and nonsense is refused', () => {
    expect([readPort(undefined), readPort('4100')]).toEqual([3000, 4100])
    expect(() => readPort('web')).toThrow('PORT is "web"')
  })
})
