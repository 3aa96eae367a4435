import { createAwsMessageId, toAwsEvent, toAwsMessage } from '../../shared/channels/sms/wire-aws.ts'
import {
  createMessageSid,
  toMessageForm,
  toStatusForm,
  TWILIO_ACCOUNT_SID,
  type TwilioForm,
} from '../../shared/channels/sms/wire-twilio.ts'
import { createUserId } from '../../shared/channels/whatsapp/wire-body.ts'
import type { Random } from '../support/random.ts'
import { createLane, expectEntry, expectOptOut, type Lane, pushSteps } from './lane.ts'
import { type Clock, createClock, type Teller, type TellerContext, toDigits } from './teller.ts'
import { makeUpName, makeUpText } from './words.ts'

const NUMBERS = ['+15005550021', '53079'] as const
const WHATSAPP_NUMBER = 'whatsapp:+15005550023'
const AWS_NUMBERS = ['+15005550031', '53080'] as const

/** One customer who writes through Twilio, by SMS or, with `whatsapp:` addresses, by WhatsApp. */
type Story = {
  lane: Lane
  /** Addresses as Twilio writes them. */
  customer: string
  account: string
  more: TwilioForm
  random: Random
  clock: Clock
  hasStopped: boolean
}

export function createSmsTeller({ random, index, startAt }: TellerContext): Teller {
  const customer = `+1500555${toDigits(index, 5)}`
  const account = random.pick(NUMBERS)
  const lane = createSmsLane(customer, account, true)
  const clock = createClock(startAt)
  const story: Story = { lane, customer, account, more: {}, random, clock, hasStopped: false }
  return { lanes: [lane], tell: (isFirst) => tellStory(story, isFirst) }
}

export function createTwilioWhatsAppTeller({ random, index, startAt }: TellerContext): Teller {
  const phone = `49160${toDigits(index, 7)}`
  const userId = random.chance(0.5) ? createUserId(random) : null
  const more = {
    ProfileName: makeUpName(random),
    WaId: phone,
    ...(userId === null ? {} : { ExternalUserId: `whatsapp:${userId}` }),
  }
  const lane = createLane({
    channel: 'whatsapp',
    visibility: 'private',
    accountId: WHATSAPP_NUMBER,
    identity: {
      channel: 'whatsapp',
      scope: userId === null ? '-' : TWILIO_ACCOUNT_SID,
      externalId: userId ?? `+${phone}`,
    },
  })
  const clock = createClock(startAt)
  const customer = `whatsapp:+${phone}`
  const story: Story = { lane, customer, account: WHATSAPP_NUMBER, more, random, clock, hasStopped: false }
  return { lanes: [lane], tell: (isFirst) => tellStory(story, isFirst) }
}

/** By AWS, whose topics promise no order: entries may stand in any, and the one opt-out is the last word. */
export function createAwsSmsTeller({ random, index, startAt }: TellerContext): Teller {
  const from = `+1500666${toDigits(index, 5)}`
  const to = random.pick(AWS_NUMBERS)
  const lane = createSmsLane(from, to, false)
  const clock = createClock(startAt)
  const tellText = (text: string): void => {
    const id = createAwsMessageId(random)
    pushSteps(lane, { carrier: 'aws', message: toAwsMessage({ id, from, to, text }) })
    expectEntry(lane, { providerId: id, content: 'text', text })
  }
  const tellReceipt = (): void => {
    const of = { id: createAwsMessageId(random), from: to, to: from, at: clock.tick() }
    pushSteps(lane, { carrier: 'aws', message: toAwsEvent({ ...of, eventType: 'TEXT_DELIVERED' }) })
  }
  return {
    lanes: [lane],
    tell: (isFirst) => {
      if (isFirst || random.chance(0.8)) tellText(makeUpText(random, clock.ordinal()))
      else if (lane.isOptedOut || random.chance(0.6)) tellReceipt()
      else {
        tellText(random.pick(['STOP', ' Unsubscribe ', 'quit']))
        expectOptOut(lane, true)
      }
    },
  }
}

function createSmsLane(customer: string, accountId: string, isOrdered: boolean): Lane {
  const identity = { channel: 'sms', scope: '-', externalId: customer }
  return createLane({ channel: 'sms', visibility: 'private', accountId, identity, isOrdered })
}

function tellStory(story: Story, isFirst: boolean): void {
  const { random, lane, clock } = story
  if (isFirst || random.chance(0.75)) tellText(story, makeUpText(random, clock.ordinal()))
  else if (random.chance(0.4)) tellPictures(story)
  else if (random.chance(0.5)) tellReceipt(story)
  else if (lane.channel === 'sms') tellOptOut(story)
  else tellText(story, 'STOP')
}

function tellText(story: Story, text: string): void {
  const sid = createMessageSid(story.random)
  const { customer: from, account: to, more } = story
  push(story, toMessageForm({ sid, from, to, text, more }))
  expectEntry(story.lane, { providerId: sid, content: 'text', text })
}

function tellPictures(story: Story): void {
  // Twilio calls a message with files otherwise.
  const sid = createMessageSid(story.random).replace(/^SM/, 'MM')
  const media = `https://api.twilio.com/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/Messages/${sid}/Media`
  const more = {
    ...story.more,
    NumMedia: '2',
    MediaUrl0: `${media}/ME1`,
    MediaContentType0: 'image/jpeg',
    MediaUrl1: `${media}/ME2`,
    MediaContentType1: 'image/webp',
  }
  push(story, toMessageForm({ sid, from: story.customer, to: story.account, text: '', more }))
  expectEntry(story.lane, { providerId: sid, content: 'media', text: null, filesToKeep: 2 })
}

/** Of a message that another system sent: nothing to write, nothing to lose. */
function tellReceipt({ lane, random, customer, account }: Story): void {
  const sid = createMessageSid(random)
  for (const status of ['sent', 'delivered']) {
    push({ lane }, toStatusForm({ sid, from: account, to: customer, status }))
  }
}

/** A word that is a message and an opt-out at once; now and then it changes nothing. */
function tellOptOut(story: Story): void {
  const wantsOut = story.random.chance(0.6)
  tellText(story, wantsOut ? story.random.pick(['STOP', ' Unsubscribe ', 'quit']) : 'START')
  if (wantsOut === story.hasStopped) return
  story.hasStopped = wantsOut
  expectOptOut(story.lane, wantsOut)
}

function push({ lane }: Pick<Story, 'lane'>, form: TwilioForm): void {
  pushSteps(lane, { carrier: 'sms', form })
}
