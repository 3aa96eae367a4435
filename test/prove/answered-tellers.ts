import { createAwsMessageId, toAwsMessage } from '../../shared/channels/sms/wire-aws.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { toConversationId } from '../../shared/domain/ids.ts'
import type { WorkflowPatch } from '../../shared/domain/workflow.ts'
import type { Random } from '../support/random.ts'
import { VIP_TAG } from './clock-rules.ts'
import { createLane, expectEntry, type Lane, pushSteps } from './lane.ts'
import { createClock, type Teller, type TellerContext, toDigits } from './teller.ts'
import { createWireTeller } from './wire-stories.ts'
import { makeUpText } from './words.ts'

const REPLIES = { min: 2, max: 6 }
const ENTRIES_MAX = 3
const TWIN_SHARE = 0.1
const PAUSE_MS_MAX = 400
const WORK_SHARE = 0.5
const SNOOZE_MS = { min: 500, max: 4_000 }
const AWS_NUMBER = '+15005550032'

/** Something that an agent says, in words that are said nowhere else. */
export type PlannedReply = {
  words: string
  /** Posted twice at the same moment, under one key. */
  hasTwin: boolean
  /** Before it is posted, after the one before. */
  pauseMs: number
  /** What the agent does with the conversation right after; null: nothing. */
  work: PlannedWork | null
}

/** A snooze begins when it is asked for. */
export type PlannedWork = WorkflowPatch | { snoozeMs: number; snoozedFor: 'customer' | 'agent' }

/** A customer whom agents answer: their conversation, and what is said in it, in its order. */
export type Answered = { lane: Lane; conversationId: string; replies: PlannedReply[] }

type Maker = (context: TellerContext) => { teller: Teller; root: string | null }

/** Customers who write a little and are answered until there are so many replies. They write texts: how else is told by others. */
export function makeAnswered(of: {
  random: Random
  replies: number
  startAt: Date
  channels: readonly string[]
}): Answered[] {
  const { random, replies, startAt, channels } = of
  const makers = listMakers(channels)
  const answered: Answered[] = []
  for (let left = replies; left > 0;) {
    const make = makers[answered.length % makers.length]
    if (make === undefined) throw new Error('no channel has anybody who could be answered')
    const { teller, root } = make({ random, index: answered.length, startAt })
    const [lane] = teller.lanes
    if (lane === undefined) throw new Error('nobody is there')
    const writes = random.integer(1, ENTRIES_MAX)
    for (let count = 0; count < writes; count++) teller.tell(count === 0, writes - count)
    const { accountId, identity } = lane
    const count = Math.min(left, random.integer(REPLIES.min, REPLIES.max))
    answered.push({
      lane,
      conversationId: toConversationId({ accountId, identity, root }),
      replies: Array.from({ length: count }, (_, index) => toReply(random, answered.length, index)),
    })
    left -= count
  }
  return answered
}

function toReply(random: Random, conversation: number, index: number): PlannedReply {
  return {
    words: `[answer ${toLetters(conversation)}-${toLetters(index)}] ${makeUpText(random, index)}`,
    hasTwin: random.chance(TWIN_SHARE),
    pauseMs: random.integer(0, PAUSE_MS_MAX),
    work: random.chance(WORK_SHARE) ? toWork(random) : null,
  }
}

function toWork(random: Random): PlannedWork {
  const snoozeMs = random.integer(SNOOZE_MS.min, SNOOZE_MS.max)
  return random.pick<[PlannedWork, ...PlannedWork[]]>([
    { status: 'pending' },
    { status: 'open' },
    { status: 'closed' },
    { snoozeMs, snoozedFor: 'customer' },
    { snoozeMs, snoozedFor: 'agent' },
    { priority: 'urgent' },
    { priority: 'normal' },
    { tags: { add: [VIP_TAG] } },
    { tags: { remove: [VIP_TAG] } },
    { assignee: 'agent-7', team: 'first-line' },
  ])
}

/** Every visibility of every channel that has a way to send, and what each provider carries. */
function listMakers(channels: readonly string[]): Maker[] {
  return CHANNELS.filter(({ manifest }) => channels.includes(manifest.name)).flatMap(
    ({ manifest: { name, visibilities }, senders }): Maker[] => [
      ...visibilities.map((visibility): Maker => (context) => {
        const customer = name === 'sms' ? `+1500777${toDigits(context.index, 4)}` : null
        const teller = createWireTeller(name, context, { visibility, customer })
        return { teller, root: teller.root }
      }),
      ...('aws' in senders ? [createAwsTeller] : []),
    ],
  )
}

const createAwsTeller: Maker = ({ random, index, startAt }) => {
  const customer = `+1500778${toDigits(index, 4)}`
  const identity = { channel: 'sms', scope: '-', externalId: customer }
  const lane = createLane({
    channel: 'sms',
    visibility: 'private',
    accountId: AWS_NUMBER,
    identity,
    // A standard topic keeps no order.
    isOrdered: false,
  })
  const clock = createClock(startAt)
  const tell = (): void => {
    const [id, text] = [createAwsMessageId(random), makeUpText(random, clock.ordinal())]
    pushSteps(lane, {
      carrier: 'aws',
      message: toAwsMessage({ id, from: customer, to: AWS_NUMBER, text }),
    })
    expectEntry(lane, { providerId: id, content: 'text', text })
  }
  return { teller: { lanes: [lane], tell }, root: null }
}

/** Digits in a row could be masked like a card number's. */
function toLetters(index: number): string {
  return [...String(index)].map((digit) => 'ghijklmnop'.charAt(Number(digit))).join('')
}
