import { toWebhookRequest, type WireText } from '../../shared/channels/wire.ts'
import { loadWire } from '../support/load-wire.ts'
import { type InboxDouble, startInboxDouble } from './inbox-double.ts'
import { type Platforms, type PlatformsOptions, startPlatforms } from './start-platforms.ts'

/** Receipts in their order, none early, none twice. */
export const CALM = { beforeAnswer: 0, outOfOrder: 0, twice: 0, delayMs: 0 }
export const NOW = new Date('2026-11-22T12:00:00.000Z')

export type Answer = { status: number; headers: Headers; body: unknown }

export type UnderTest = {
  platforms: Platforms
  inbox: InboxDouble
  /** What the platforms take for the time. */
  clock: { now: Date }
  call: (
    url: string,
    init?: { method?: string; headers?: Record<string, string>; body?: unknown },
  ) => Promise<Answer>
  /** A customer's message passes the front, and the platform learns it. */
  customerWrites: (channel: string, text: Partial<WireText>) => Promise<void>
  /** A webhook of the given JSON passes the front. */
  webhook: (channel: string, body: unknown) => Promise<void>
  stop: () => Promise<void>
}

export async function startUnderTest(options: Partial<PlatformsOptions> = {}): Promise<UnderTest> {
  const clock = { now: NOW }
  const inbox = await startInboxDouble()
  const platforms = await startPlatforms({
    inboxUrl: inbox.url,
    seed: 7,
    now: () => clock.now,
    receipts: CALM,
    ...options,
  })
  const pass = (
    channel: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): void => {
    const observed = {
      channel,
      path,
      headers: { ...headers },
      bodyBase64: Buffer.from(body).toString('base64'),
    }
    const outcome = platforms.observe(observed)
    if (!outcome.learned) throw new Error(`Nothing was learned: ${outcome.reason ?? ''}`)
  }
  return {
    platforms,
    inbox,
    clock,
    call,
    customerWrites: async (channel, text) => {
      const { wire } = await loadWire(channel)
      const whole: WireText = { ...FIRST_TEXT, account: wire.account, at: clock.now, ...text }
      const request = toWebhookRequest(wire.toTextRequest(whole, inbox.url))
      pass(channel, new URL(request.url).pathname, request.headers, request.body)
    },
    webhook: async (channel, body) => {
      const { samples } = await loadWire(channel)
      const secret = SECRETS[channel] ?? ''
      const request = samples.signing.sign(Buffer.from(JSON.stringify(body)), secret)
      pass(channel, new URL(request.url).pathname, request.headers, request.body)
    },
    stop: async () => {
      await platforms.stop()
      await inbox.stop()
    },
  }
}

const SECRETS: Readonly<Record<string, string>> = {
  facebook: 'local-facebook-app-secret',
  whatsapp: 'local-whatsapp-app-secret',
  twitter: 'local-twitter-consumer-secret',
}

const FIRST_TEXT = {
  id: '2080000000000000001',
  customer: '2000000000000001',
  name: 'Mara Beispiel',
  text: 'Hello',
  visibility: 'private' as const,
  root: null,
}

async function call(
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  const { method = 'POST', headers = {}, body } = init
  const isText = typeof body === 'string'
  const content: Record<string, string> =
    body === undefined || isText ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url, {
    method,
    headers: { ...content, ...headers },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}
