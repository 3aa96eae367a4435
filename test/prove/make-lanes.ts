import { CHANNELS } from '../../shared/channels/registry.ts'
import type { Random } from '../support/random.ts'
import type { Lane } from './lane.ts'
import { createMessengerTeller } from './messenger-stories.ts'
import { createPageTeller } from './page-stories.ts'
import { createAwsSmsTeller, createSmsTeller, createTwilioWhatsAppTeller } from './sms-stories.ts'
import type { Teller, TellerContext } from './teller.ts'
import { createTwitterTeller } from './twitter-stories.ts'
import { createTwoNamesTeller, createWhatsAppTeller } from './whatsapp-tellers.ts'
import { createWireTeller } from './wire-stories.ts'

type TellerMaker = (context: TellerContext) => Teller

/** Who writes, by the channel that hears of them first, with how often in comparison. */
const MAKERS: Readonly<Record<string, readonly [weight: number, make: TellerMaker][]>> = {
  facebook: [
    [4, createMessengerTeller],
    [4, createPageTeller],
  ],
  whatsapp: [
    [5, createWhatsAppTeller],
    [1, createTwoNamesTeller],
  ],
  twitter: [[5, createTwitterTeller]],
  sms: [
    [3, createSmsTeller],
    [1, createTwilioWhatsAppTeller],
    [2, createAwsSmsTeller],
  ],
}

/** After so many of the entries the platforms prove what they know about people. */
const PROVEN_AFTER = 0.8

/** Customers with what happens to them until there are so many entries; a few of them are very busy. */
export function makeLanes(of: {
  random: Random
  customers: number
  entries: number
  startAt: Date
  channels: readonly string[]
}): Lane[] {
  const { random, customers, entries, startAt, channels } = of
  const pick = createPicker(random, channels)
  const tellers = Array.from({ length: Math.min(customers, entries) }, (_, index) =>
    pick()({ random, index, startAt }),
  )
  let count = 0
  const tell = (teller: Teller | undefined): void => {
    if (teller === undefined) return
    const before = countEntries(teller)
    teller.tell(before === 0, entries - count)
    count += countEntries(teller) - before
  }
  const tellUntil = (enough: number): void => {
    while (count < enough) tell(tellers[Math.floor(tellers.length * random.next() ** 2)])
  }
  tellers.forEach(tell)
  tellUntil(Math.floor(entries * PROVEN_AFTER))
  for (const { prove } of tellers) prove?.()
  tellUntil(entries)
  return tellers.flatMap(({ lanes }) => lanes).filter((lane) => lane.entries.length > 0)
}

function countEntries({ lanes }: Teller): number {
  return lanes.reduce((sum, lane) => sum + lane.entries.length, 0)
}

function toWireMakers(name: string): [number, TellerMaker][] {
  return [[4, (context) => createWireTeller(name, context)]]
}

function createPicker(random: Random, channels: readonly string[]): () => TellerMaker {
  const makers = CHANNELS.map(({ manifest }) => manifest.name)
    .filter((name) => channels.includes(name))
    .flatMap((name) => MAKERS[name] ?? toWireMakers(name))
  const total = makers.reduce((sum, [weight]) => sum + weight, 0)
  return () => {
    let left = random.next() * total
    const found = makers.find(([weight]) => (left -= weight) < 0)
    if (found === undefined) throw new Error('no channel has anybody who writes')
    return found[1]
  }
}
