import { createUserId } from '../../shared/channels/whatsapp/wire-body.ts'
import type { WhatsAppAccount, WhatsAppCustomer } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { createLane } from './lane.ts'
import { createClock, type Teller, type TellerContext, toDigits } from './teller.ts'
import { tellNewUserId, tellWhatsAppStory, type WhatsAppStory } from './whatsapp-stories.ts'
import { makeUpName } from './words.ts'

export const WHATSAPP_ACCOUNTS: readonly [WhatsAppAccount, ...WhatsAppAccount[]] = [
  { waba: '990000000000021', phoneNumberId: '880000000000021', displayNumber: '4930555021' },
  { waba: '990000000000021', phoneNumberId: '880000000000022', displayNumber: '4930555022' },
  { waba: '990000000000023', phoneNumberId: '880000000000023', displayNumber: '4930555023' },
]
/** Customers who get another user id, of those who have one. */
const NEW_ID_SHARE = 0.4

/** Some have a phone number only, some a business-scoped user id only, most have both. */
export function createWhatsAppTeller(context: TellerContext): Teller {
  const { random } = context
  const knownBy = random.pick(['both', 'both', 'phone', 'user id'])
  const story = createStory(context, random.pick(WHATSAPP_ACCOUNTS), {
    waId: knownBy === 'user id' ? null : toPhone(context),
    userId: knownBy === 'phone' ? null : createUserId(random),
    name: makeUpName(random),
  })
  const { lane, customer } = story
  return {
    lanes: [lane],
    tell: (isFirst) => tellWhatsAppStory(story, isFirst),
    prove: () => {
      if (customer.userId === null || !random.chance(NEW_ID_SHARE)) return
      lane.rounds.push([])
      tellNewUserId(story, null)
    },
  }
}

/** Known by phone number and, apart from that, by user id, until the platform says that both are one person. */
export function createTwoNamesTeller(context: TellerContext): Teller {
  const { random } = context
  const account = random.pick(WHATSAPP_ACCOUNTS)
  const phone = toPhone(context)
  const name = makeUpName(random)
  const clock = createClock(context.startAt)
  const byPhone = createStory(context, account, { waId: phone, userId: null, name }, clock)
  const byUserId = createStory(context, account, { waId: null, userId: createUserId(random), name }, clock)
  let isProven = false
  return {
    lanes: [byPhone.lane, byUserId.lane],
    tell: (isFirst) => {
      const isSecondNew = byUserId.lane.entries.length === 0
      const story = isFirst || (!isProven && !isSecondNew && random.chance(0.5)) ? byPhone : byUserId
      tellWhatsAppStory(story, isFirst || isSecondNew)
    },
    prove: () => {
      if (byUserId.lane.entries.length === 0) return
      isProven = true
      byUserId.lane.rounds.push([])
      tellNewUserId(byUserId, phone)
      const person = [byPhone.lane.contactId, byUserId.lane.contactId]
      // The newest word of one person counts, by whichever name it was given.
      const hasStopped = newestWord([byPhone, byUserId])
      for (const story of [byPhone, byUserId]) {
        story.hasStopped = hasStopped
        story.lane.isOptedOut = hasStopped
        story.lane.contactChanges.push('contact.merged')
        story.lane.person = person
      }
    },
  }
}

function createStory(
  { random, startAt }: TellerContext,
  account: WhatsAppAccount,
  customer: WhatsAppCustomer,
  clock = createClock(startAt),
): WhatsAppStory {
  const identity =
    customer.userId === null
      ? { channel: 'whatsapp', scope: '-', externalId: `+${customer.waId ?? ''}` }
      : { channel: 'whatsapp', scope: account.waba, externalId: customer.userId }
  const accountId = account.phoneNumberId
  const lane = createLane({ channel: 'whatsapp', visibility: 'private', accountId, identity })
  return { lane, account, customer, random, clock, hasStopped: false, stoppedAt: null }
}

function newestWord(stories: readonly WhatsAppStory[]): boolean {
  const spoken = stories.filter(({ stoppedAt }) => stoppedAt !== null)
  const newest = spoken.toSorted((a, b) => Number(a.stoppedAt) - Number(b.stoppedAt)).at(-1)
  return newest?.hasStopped ?? false
}

function toPhone({ index }: TellerContext): string {
  return `4915550${toDigits(index, 6)}`
}
