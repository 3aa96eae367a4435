import type { Random } from '../support/random.ts'
import { createMessageSid, toMessageForm, toStatusForm, type TwilioForm } from '../../shared/channels/sms/wire-twilio.ts'
import { expectEntry, type Lane } from './lane.ts'
import { makeUpText } from './words.ts'

/** One customer who writes through Twilio, by SMS or, with `whatsapp:` addresses, by WhatsApp. */
export type TwilioTeller = {
  lane: Lane
  /** Addresses as Twilio writes them. */
  customer: string
  account: string
  more: TwilioForm
  random: Random
  ordinal: number
  hasStopped: boolean
}

export function tellTwilioStory(teller: TwilioTeller, isFirst: boolean): void {
  const { random, lane } = teller
  if (isFirst || random.chance(0.75)) tellText(teller, makeUpText(random, ++teller.ordinal))
  else if (random.chance(0.4)) tellPictures(teller)
  else if (random.chance(0.5)) tellReceipt(teller)
  else if (lane.channel === 'sms') tellOptOut(teller)
  else tellText(teller, 'STOP')
}

function tellText(teller: TwilioTeller, text: string): void {
  const sid = createMessageSid(teller.random)
  const { customer: from, account: to, more } = teller
  push(teller, toMessageForm({ sid, from, to, text, more }))
  expectEntry(teller.lane, { providerId: sid, content: 'text', text })
}

function tellPictures(teller: TwilioTeller): void {
  const sid = createMessageSid(teller.random)
  const media = `https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/${sid}/Media`
  const more = {
    ...teller.more,
    NumMedia: '2',
    MediaUrl0: `${media}/ME1`,
    MediaContentType0: 'image/jpeg',
    MediaUrl1: `${media}/ME2`,
    MediaContentType1: 'image/png',
  }
  push(teller, toMessageForm({ sid, from: teller.customer, to: teller.account, text: '', more }))
  expectEntry(teller.lane, { providerId: sid, content: 'media', text: null })
}

/** Of a message that another system sent: nothing to write, nothing to lose. */
function tellReceipt({ lane, random, customer, account }: TwilioTeller): void {
  const sid = createMessageSid(random)
  for (const status of ['sent', 'delivered']) {
    push({ lane }, toStatusForm({ sid, from: account, to: customer, status }))
  }
}

/** A word that is a message and an opt-out at once; now and then it changes nothing. */
function tellOptOut(teller: TwilioTeller): void {
  const wantsOut = teller.random.chance(0.6)
  tellText(teller, wantsOut ? teller.random.pick(['STOP', ' Unsubscribe ', 'quit']) : 'START')
  if (wantsOut === teller.hasStopped) return
  teller.hasStopped = wantsOut
  teller.lane.contactChanges.push(wantsOut ? 'contact.opted_out' : 'contact.opted_in')
}

function push({ lane }: Pick<TwilioTeller, 'lane'>, form: TwilioForm): void {
  lane.steps.push({ carrier: 'sms', form })
}
