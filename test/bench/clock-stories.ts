import { channel as whatsapp } from '../../shared/channels/whatsapp/index.ts'
import { createWamid, signWhatsApp, toWhatsAppBody } from '../../shared/channels/whatsapp/wire-body.ts'
import { toStatusPiece } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { wire } from '../../shared/channels/whatsapp/wire.ts'
import type { Random } from '../support/random.ts'
import { byWebhook, INBOX, type Kind, type Step, type Story, toText } from './kinds/kind.ts'
import type { Delivery } from './samples.ts'

export const CLOCKS_CHANNEL = whatsapp

/** A kind of step by what it does to clocks; `like` is the same one where no clock moves. */
export type ClockKind = Kind & { like: string | null }

/** Of the default rules: an answer within a quarter of an hour, a warning at four fifths of it. */
const UNTIL_WARNING_SECONDS = 12 * 60 + 1
const UNTIL_BREACH_SECONDS = 3 * 60

const WRITE: Step = { kind: 'write' }
const TIMER: Step = { kind: 'timer' }
const PENDING: Step = { kind: 'patch', patch: { status: 'pending' } }

type Customer = {
  text: () => Delivery
  /** The platform takes our reply, under another id each time. */
  accept: () => Step
  /** Of the reply that was taken last. */
  receipt: (status: 'delivered' | 'failed') => Delivery
}

const TEXT = 'a text, the customer waits already: moves none'
const REPLY = 'a reply is accepted, nobody waits: moves none'
const PATCH = 'a patch of the assignee: moves none'
const RECEIPT = 'a receipt of delivery: moves none'
const TIMER_OF_NOTHING = 'a timer that finds nothing due'

export const CLOCK_KINDS: readonly ClockKind[] = [
  tell(TEXT, null, ({ text }) => [[text()], text()]),
  tell('a text of somebody answered: starts one', TEXT, (of) => [answered(of), of.text()]),
  tell('the first text of a person: starts two', null, ({ text }) => [[], text()]),
  tell('a reply is written: moves none', null, ({ text }) => [[text()], WRITE]),
  tell(REPLY, null, (of) => [[...answered(of), WRITE], of.accept()]),
  tell('a reply is accepted: stops one', REPLY, ({ text, accept }) => [[text(), WRITE], accept()]),
  tell(PATCH, null, (of) => [answered(of), { kind: 'patch', patch: { assignee: 'agent-1' } }]),
  tell('pending: pauses one', PATCH, (of) => [answered(of), PENDING]),
  tell('open again: resumes one', PATCH, (of) => [
    [...answered(of), PENDING],
    { kind: 'patch', patch: { status: 'open' } },
  ]),
  tell('closed: stops one', PATCH, (of) => [answered(of), { kind: 'patch', patch: { status: 'closed' } }]),
  tell(TIMER_OF_NOTHING, null, (of) => [answered(of), TIMER]),
  tell('a warning', TIMER_OF_NOTHING, ({ text }) => [[text(), pass(UNTIL_WARNING_SECONDS)], TIMER]),
  tell('a breach', TIMER_OF_NOTHING, ({ text }) => [
    [text(), pass(UNTIL_WARNING_SECONDS), TIMER, pass(UNTIL_BREACH_SECONDS)],
    TIMER,
  ]),
  tell(RECEIPT, null, (of) => [answered(of), of.receipt('delivered')]),
  tell('a receipt of failure: revokes what the reply had stopped', RECEIPT, (of) => [
    answered(of),
    of.receipt('failed'),
  ]),
]

function answered({ text, accept }: Customer): Step[] {
  return [text(), WRITE, accept()]
}

function pass(seconds: number): Step {
  return { kind: 'pass', seconds }
}

function tell(
  name: string,
  like: string | null,
  toSteps: (customer: Customer) => [before: Step[], metered: Step],
): ClockKind {
  return {
    name,
    like,
    tell: (random): Story => {
      const [before, metered] = toSteps(createCustomer(random))
      return { before, metered }
    },
  }
}

function createCustomer(random: Random): Customer {
  const waId = wire.createCustomer(random, null)
  let reply = ''
  return {
    text: () => {
      const text = toText({ id: createWamid(random), account: wire.account, customer: waId })
      return byWebhook(wire.toTextRequest(text, INBOX))
    },
    accept: () => {
      reply = createWamid(random)
      return { kind: 'accept', providerId: reply }
    },
    receipt: (status) => {
      const person = { waId, userId: null, name: 'Mara Beispiel' }
      const piece = toStatusPiece(WHATSAPP_ACCOUNT, person, { id: reply, at: new Date() }, status)
      return byWebhook(signWhatsApp(toWhatsAppBody([piece]), INBOX))
    },
  }
}
