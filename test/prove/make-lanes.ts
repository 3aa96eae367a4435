import type { Random } from '../support/random.ts'
import { TWILIO_ACCOUNT_SID } from '../../shared/channels/sms/wire-twilio.ts'
import { createUserId } from '../../shared/channels/whatsapp/wire-body.ts'
import type { WhatsAppAccount, WhatsAppCustomer } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { createLane, type Lane } from './lane.ts'
import { tellTwilioStory, type TwilioTeller } from './sms-stories.ts'
import { tellWhatsAppStory, type WhatsAppTeller } from './whatsapp-stories.ts'
import { makeUpName } from './words.ts'

export const WHATSAPP_ACCOUNTS: readonly [WhatsAppAccount, ...WhatsAppAccount[]] = [
  { waba: '990000000000021', phoneNumberId: '880000000000021', displayNumber: '4930555021' },
  { waba: '990000000000021', phoneNumberId: '880000000000022', displayNumber: '4930555022' },
  { waba: '990000000000023', phoneNumberId: '880000000000023', displayNumber: '4930555023' },
]
const SMS_NUMBERS = ['+15005550021', '53079'] as const
const TWILIO_WHATSAPP_NUMBER = 'whatsapp:+15005550023'

/** How many of ten customers write on WhatsApp, and on WhatsApp carried by Twilio; the rest by SMS. */
const WHATSAPP_SHARE = 0.55
const TWILIO_WHATSAPP_SHARE = 0.1

/** A customer whose next story can be told. */
type Teller = { lane: Lane; tell: (isFirst: boolean) => void }

/** Customers with what happens to them until there are so many entries; a few of them are very busy. */
export function makeLanes(of: { random: Random; customers: number; entries: number; startAt: Date }): Lane[] {
  const { random, customers, entries, startAt } = of
  const tellers = Array.from({ length: Math.min(customers, entries) }, (_, index) =>
    createTeller(random, index, startAt),
  )
  let count = 0
  const tell = (teller: Teller | undefined): void => {
    if (teller === undefined) return
    const before = teller.lane.entries.length
    teller.tell(before === 0)
    count += teller.lane.entries.length - before
  }
  tellers.forEach(tell)
  while (count < entries) tell(tellers[Math.floor(tellers.length * random.next() ** 2)])
  return tellers.map(({ lane }) => lane)
}

function createTeller(random: Random, index: number, startAt: Date): Teller {
  const share = random.next()
  if (share < WHATSAPP_SHARE) {
    const teller = createWhatsAppTeller(random, index, startAt)
    return { lane: teller.lane, tell: (isFirst) => tellWhatsAppStory(teller, isFirst) }
  }
  const viaWhatsApp = share < WHATSAPP_SHARE + TWILIO_WHATSAPP_SHARE
  const teller = viaWhatsApp ? createTwilioWhatsAppTeller(random, index) : createSmsTeller(random, index)
  return { lane: teller.lane, tell: (isFirst) => tellTwilioStory(teller, isFirst) }
}

/** Some have a phone number only, some a business-scoped user id only, most have both. */
function createWhatsAppTeller(random: Random, index: number, startAt: Date): WhatsAppTeller {
  const account = random.pick(WHATSAPP_ACCOUNTS)
  const phone = `4915550${toDigits(index, 6)}`
  const knownBy = random.pick(['both', 'both', 'phone', 'user id'])
  const customer: WhatsAppCustomer = {
    waId: knownBy === 'user id' ? null : phone,
    userId: knownBy === 'phone' ? null : createUserId(random),
    name: makeUpName(random),
  }
  const lane = createLane({
    channel: 'whatsapp',
    accountId: account.phoneNumberId,
    identity:
      customer.userId === null
        ? { channel: 'whatsapp', scope: '-', externalId: `+${phone}` }
        : { channel: 'whatsapp', scope: account.waba, externalId: customer.userId },
  })
  return { lane, account, customer, random, at: startAt, ordinal: 0, hasStopped: false }
}

function createSmsTeller(random: Random, index: number): TwilioTeller {
  const customer = `+1500555${toDigits(index, 5)}`
  const account = random.pick(SMS_NUMBERS)
  const identity = { channel: 'sms' as const, scope: '-', externalId: customer }
  const lane = createLane({ channel: 'sms', accountId: account, identity })
  return { lane, customer, account, more: {}, random, ordinal: 0, hasStopped: false }
}

function createTwilioWhatsAppTeller(random: Random, index: number): TwilioTeller {
  const phone = `49160${toDigits(index, 7)}`
  const userId = random.chance(0.5) ? createUserId(random) : null
  const more = {
    ProfileName: makeUpName(random),
    WaId: phone,
    ...(userId === null ? {} : { ExternalUserId: `whatsapp:${userId}` }),
  }
  const lane = createLane({
    channel: 'whatsapp',
    accountId: TWILIO_WHATSAPP_NUMBER,
    identity: {
      channel: 'whatsapp',
      scope: userId === null ? '-' : TWILIO_ACCOUNT_SID,
      externalId: userId ?? `+${phone}`,
    },
  })
  const customer = `whatsapp:+${phone}`
  return { lane, customer, account: TWILIO_WHATSAPP_NUMBER, more, random, ordinal: 0, hasStopped: false }
}

function toDigits(index: number, length: number): string {
  return String(index).padStart(length, '0')
}
