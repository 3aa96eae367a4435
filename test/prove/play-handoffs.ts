import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Wire, WireText } from '../../shared/channels/wire.ts'
import { toConversationId } from '../../shared/domain/ids.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom, type Random } from '../support/random.ts'
import { createGate } from './gate.ts'
import { ProveError } from './prove-error.ts'
import { readCalls } from './reply-fates.ts'

/** Customers who are asked into private at the same time. */
const CONCURRENCY = 3
const RETRY_PAUSE_MS = { min: 100, max: 600 }
const SILENT_SHARE = 0.15
const CANCELLED_SHARE = 0.15
/** What each writes once they have come. */
const ANSWERS = 2

/** Stands in everything that these customers write, and nowhere else. */
export const HANDOFF_MARK = '[handoff '

const Offered = z.looseObject({ id: z.string(), state: z.string() })
const Recipient = z.looseObject({ recipient_id: z.string() })

/** One customer of the public who was asked into private, and everything that they wrote. */
export type PlayedHandoff = {
  handoffId: string
  publicConversationId: string
  publicWords: string
  /** Accepted by the inbox, in their order; none where the customer stayed away. */
  privateWords: string[]
  isCancelled: boolean
}

type Stage = {
  random: Random
  inboxUrl: () => string
  token: () => Promise<string>
  signal: AbortSignal
  /** Of the platforms' emulators, which learn from it who wrote. */
  now: () => Date
}

/**
 * Plays customers who write in public and are asked to go on in private on the same platform, with the agents who ask them.
 * Some come, some do not, some offers are taken back. Whatever is answered with a failure is done again.
 */
export async function playHandoffs(
  count: number,
  options: Omit<Stage, 'random' | 'now'> & { seed: number; channels: readonly string[] },
): Promise<PlayedHandoff[]> {
  const channels = options.channels.filter((name) => {
    const manifest = findChannel(name)?.manifest
    return manifest?.visibilities.includes('public') === true
  })
  if (channels.length === 0) return []
  const gate = createGate(CONCURRENCY)
  const wires = await Promise.all(channels.map(async (name) => ({ name, wire: (await loadWire(name)).wire })))
  const stages = Array.from({ length: count }, (_, index) => ({
    index,
    ...wires[index % wires.length]!,
    stage: { ...options, random: createRandom(options.seed * 1_000 + index), now: () => new Date() },
  }))
  return Promise.all(stages.map((one) => gate(() => playOne(one))))
}

async function playOne(of: {
  index: number
  name: string
  wire: Wire
  stage: Stage
}): Promise<PlayedHandoff> {
  const { name, wire, stage, index } = of
  const { random } = stage
  const customer = wire.createCustomer(random, null)
  const id = wire.createMessageId(random, 'public')
  const mark = `${HANDOFF_MARK}${toLetters(index)}]`
  const publicWords = `${mark} somebody has my parcel`
  const text = { id, account: wire.account, customer, name: 'Handed Over', root: null } as const
  await write(wire, { ...text, text: publicWords, visibility: 'public', at: stage.now() }, stage)
  const publicConversationId = toPublicConversationId(name, { account: wire.account, customer, root: id })
  const offered = await call(
    stage,
    `/v1/conversations/${publicConversationId}/handoffs`,
    `handoff ${index}`,
    {
      target: { kind: 'same_platform' },
      reason: { code: 'account_data' },
    },
  )
  const handoffId = Offered.parse(offered).id
  const played: PlayedHandoff = {
    handoffId,
    publicConversationId,
    publicWords,
    privateWords: [],
    isCancelled: false,
  }
  const state = await settled(stage, handoffId)
  const dice = random.integer(0, 999) / 1_000
  if (state === 'declined' || dice < SILENT_SHARE) return played
  if (dice < SILENT_SHARE + CANCELLED_SHARE) {
    await call(stage, `/v1/handoffs/${handoffId}/cancel`, null)
    return { ...played, isCancelled: true }
  }
  // Where nobody was told whom the private answer went to, the customer is nobody's yet.
  const known = name === 'facebook' ? await findRecipient(stage, id) : customer
  if (known === null) return played
  for (let answer = 1; answer <= ANSWERS; answer++) {
    const words = `${mark} it is me, line ${toLetters(answer)}`
    const place = { id: wire.createMessageId(random, 'private'), visibility: 'private' } as const
    await write(wire, { ...text, ...place, customer: known, text: words, at: stage.now() }, stage)
    played.privateWords.push(words)
  }
  return played
}

function toPublicConversationId(
  channel: string,
  { account, customer, root }: { account: string; customer: string; root: string },
): string {
  const scope = channel === 'facebook' ? `${account}:feed` : '-'
  return toConversationId({ accountId: account, identity: { channel, scope, externalId: customer }, root })
}

/** As the platform: again until it is taken. */
async function write(wire: Wire, text: WireText, stage: Stage): Promise<void> {
  for (;;) {
    stage.signal.throwIfAborted()
    const { url, headers, body } = wire.toTextRequest(text, stage.inboxUrl())
    const status = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
      .then(({ status: code }) => code)
      .catch(() => 0)
    if (status >= 200 && status < 300) return
    await rest(stage)
  }
}

/** As an agent: again until it is done. A conversation that is not there yet comes. */
async function call(stage: Stage, path: string, key: string | null, body?: object): Promise<unknown> {
  for (;;) {
    stage.signal.throwIfAborted()
    const answer = await ask(stage, path, { method: 'POST', key, body })
    if (answer.status >= 200 && answer.status < 300) return answer.body
    // It ended by itself in the meantime.
    if (answer.status === 409 && path.endsWith('/cancel')) return answer.body
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 404 && answer.status !== 429) {
      throw new ProveError(`${path} was refused with ${answer.status}: ${JSON.stringify(answer.body)}`)
    }
    await rest(stage)
  }
}

/** The state that a handoff has once the platform has said what it makes of the offer. */
async function settled(stage: Stage, handoffId: string): Promise<string> {
  for (;;) {
    stage.signal.throwIfAborted()
    const { status, body } = await ask(stage, `/v1/handoffs/${handoffId}`, { method: 'GET', key: null })
    const handoff = Offered.safeParse(body).data
    if (status === 200 && handoff !== undefined && handoff.state !== 'offered') return handoff.state
    // Nobody may ever learn it of an offer whose answer was lost.
    if (status === 200 && (await isUnknown(stage, handoffId))) return 'unknown'
    await rest(stage)
  }
}

const Entries = z.looseObject({
  data: z.array(z.looseObject({ kind: z.string(), status: z.string().optional() })),
})

async function isUnknown(stage: Stage, handoffId: string): Promise<boolean> {
  const { body: handoff } = await ask(stage, `/v1/handoffs/${handoffId}`, { method: 'GET', key: null })
  const place = z.looseObject({ publicConversationId: z.string() }).safeParse(handoff).data
  if (place === undefined) return false
  const path = `/v1/conversations/${place.publicConversationId}/entries`
  const { body } = await ask(stage, path, { method: 'GET', key: null })
  return Entries.safeParse(body).data?.data.some(({ status }) => status === 'unknown') ?? false
}

async function ask(
  { inboxUrl, token }: Stage,
  path: string,
  { method, key, body }: { method: string; key: string | null; body?: object | undefined },
): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(inboxUrl() + path, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === null ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  } catch {
    return { status: 0, body: null }
  }
}

/** Who the private answer to this public message went to, as the platform said. */
async function findRecipient({ inboxUrl }: Stage, publicId: string): Promise<string | null> {
  for (const { request, response } of (await readCalls(inboxUrl())).toReversed()) {
    if (!JSON.stringify(request.body).includes(`"${publicId}"`) || response === null) continue
    const recipient = Recipient.safeParse(response.body).data
    if (recipient !== undefined) return recipient.recipient_id
  }
  return null
}

function rest({ random }: Stage): Promise<void> {
  return wait(random.integer(RETRY_PAUSE_MS.min, RETRY_PAUSE_MS.max))
}

/** Digits in a row could be masked like a card number's. */
function toLetters(index: number): string {
  return [...String(index)].map((digit) => 'ghijklmnop'.charAt(Number(digit))).join('')
}
