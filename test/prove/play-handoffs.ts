import * as z from 'zod'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Wire, WireText } from '../../shared/channels/wire.ts'
import { toConversationId } from '../../shared/domain/ids.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { createGate } from './gate.ts'
import { call, findRecipient, settled, type Stage, write } from './handoff-stage.ts'
import { visitThread } from './visit-thread.ts'

/** Customers who are asked into private at the same time. */
const CONCURRENCY = 3
const SILENT_SHARE = 0.15
const CANCELLED_SHARE = 0.15
/** What each writes once they have come. */
const ANSWERS = 2

/** Stands in everything that these customers write, and nowhere else. */
export const HANDOFF_MARK = '[handoff '

const Offered = z.looseObject({ id: z.string() })

/** One customer of the public who was asked into private, and everything that they wrote. */
export type PlayedHandoff = {
  handoffId: string
  publicConversationId: string
  publicWords: string
  /** With which they pressed the button of the offer. */
  pressWords: string | null
  /** What was said in private, in its order, accepted by the inbox; nothing where the customer stayed away. */
  privateWords: string[]
  /** What the page of a secure thread showed in the end; null where nobody got there. */
  page: string[] | null
  isCancelled: boolean
}

type Play = {
  index: number
  name: string
  wire: Wire
  stage: Stage
  target: 'same_platform' | 'secure_thread'
}

/**
 * Plays customers who write in public and are asked to go on in private, on the same platform or in a
 * secure thread, with the agents who ask them. Some come, some do not, some offers are taken back. Whatever is answered with a failure is done again.
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
  const plays = Array.from({ length: count }, (_, index): Play => {
    const one = wires[index % wires.length]!
    const isSecure = one.wire.toPressRequest !== null && Math.floor(index / wires.length) % 2 === 1
    const stage = { ...options, random: createRandom(options.seed * 1_000 + index), now: () => new Date() }
    return { index, ...one, stage, target: isSecure ? 'secure_thread' : 'same_platform' }
  })
  return Promise.all(plays.map((one) => gate(() => playOne(one))))
}

async function playOne({ name, wire, stage, index, target }: Play): Promise<PlayedHandoff> {
  const { random } = stage
  const customer = wire.createCustomer(random, null)
  const id = wire.createMessageId(random, 'public')
  const mark = `${HANDOFF_MARK}${toLetters(index)}]`
  const publicWords = `${mark} somebody has my parcel`
  const of = { id, account: wire.account, customer, name: 'Handed Over', root: null } as const
  const comment = { ...of, text: publicWords, visibility: 'public', at: stage.now() } as const
  await write(stage, (inboxUrl) => wire.toTextRequest(comment, inboxUrl))
  const publicConversationId = toPublicConversationId(name, { account: wire.account, customer, root: id })
  const path = `/v1/conversations/${publicConversationId}/handoffs`
  const reason = { code: 'account_data' }
  const offered = await call(stage, path, `handoff ${index}`, { target: { kind: target }, reason })
  const handoffId = Offered.parse(offered).id
  const played: PlayedHandoff = {
    handoffId,
    publicConversationId,
    publicWords,
    pressWords: null,
    privateWords: [],
    page: null,
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
  const lines = Array.from({ length: ANSWERS }, (_, line) => `${mark} it is me, line ${toLetters(line + 1)}`)
  const place = { ...of, customer: known, visibility: 'private' } as const
  const say = (text: string): WireText => ({
    ...place,
    id: wire.createMessageId(random, 'private'),
    text,
    at: stage.now(),
  })
  if (target === 'secure_thread') {
    const pressWords = `${mark} yes`
    const press = say(pressWords)
    await write(stage, (inboxUrl) => wire.toPressRequest!(press, `handoff:${handoffId}`, inboxUrl))
    const visit = await visitThread(stage, { handoffId, recipient: known, lines, mark })
    return { ...played, pressWords, ...visit }
  }
  for (const line of lines) {
    const words = say(line)
    await write(stage, (inboxUrl) => wire.toTextRequest(words, inboxUrl))
    played.privateWords.push(line)
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

/** Digits in a row could be masked like a card number's. */
function toLetters(index: number): string {
  return [...String(index)].map((digit) => 'ghijklmnop'.charAt(Number(digit))).join('')
}
