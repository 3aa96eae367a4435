import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'
import { toWebhookRequest, type WireModule, type WireText } from '../../shared/channels/wire.ts'
import type { Visibility } from '../../shared/domain/channel-name.ts'
import { carry, parseCarried } from '../contracts/carry.ts'
import { loadWires } from '../support/load-wire.ts'
import { createLane, expectEntry, pushSteps } from './lane.ts'
import { createClock, type Teller, type TellerContext } from './teller.ts'
import { makeUpName, makeUpText } from './words.ts'

const WIRES = await loadWires()
const INBOX = 'http://127.0.0.1:3000'

/** The root of a public conversation is the first that the customer wrote; null in private. */
export type WireTeller = Teller & { root: string | null }

/** Somebody who writes texts: all that is known of a channel that has no stories of its own. */
export function createWireTeller(
  name: string,
  { random, startAt }: TellerContext,
  wish: { visibility?: Visibility; customer?: string | null } = {},
): WireTeller {
  const { wire } = playerOf(name)
  const visibilities = CHANNELS.find(({ manifest }) => manifest.name === name)?.manifest.visibilities ?? []
  const { visibility = visibilities[random.integer(0, visibilities.length - 1)] ?? 'private' } = wish
  const clock = createClock(startAt)
  const person = { customer: wish.customer ?? wire.createCustomer(random, null), name: makeUpName(random) }
  const place = { account: wire.account, visibility }
  let root: string | null = null
  const write = (): WireText => {
    const id = wire.createMessageId(random, visibility)
    const text = makeUpText(random, clock.ordinal())
    return { id, text, root, at: clock.tick(), ...person, ...place }
  }
  const first = write()
  if (visibility === 'public') root = first.id
  const lane = createLane({ ...readPlace(name, first), visibility })
  return {
    root,
    lanes: [lane],
    tell: (isFirst) => {
      const text = isFirst ? first : write()
      pushSteps(lane, { carrier: 'wire', channel: name, text })
      expectEntry(lane, { providerId: text.id, content: 'text', text: text.text })
    },
  }
}

export function playerOf(name: string): WireModule {
  const player = WIRES[name]
  if (player === undefined) throw new Error(`nobody plays ${name}`)
  return player
}

/** The channel itself says how it names the customer. */
function readPlace(name: string, text: WireText) {
  const channel = findChannel(name)
  const request = toWebhookRequest(playerOf(name).wire.toTextRequest(text, INBOX))
  const [cut] = channel?.cut(request).envelopes ?? []
  const [event] = channel === undefined || cut === undefined ? [] : parseCarried(channel, carry(channel, cut))
  if (cut === undefined || event?.kind !== 'message') throw new Error(`${name} does not read its own wire`)
  return {
    channel: cut.channel,
    accountId: cut.account.id,
    identity: event.thread.party.identities[0],
    isOrdered: true,
  }
}
