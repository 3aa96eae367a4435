import { channel as sms } from '../../../shared/channels/sms/index.ts'
import { createAwsMessageId, toAwsMessage } from '../../../shared/channels/sms/wire-aws.ts'
import {
  createMessageSid,
  signTwilio,
  toMessageForm,
  toStatusForm,
} from '../../../shared/channels/sms/wire-twilio.ts'
import { wire } from '../../../shared/channels/sms/wire.ts'
import type { Random } from '../../support/random.ts'
import { type Delivery, toNotification } from '../samples.ts'
import { byWebhook, INBOX, type Kind } from './kind.ts'

export const channel = sms

type Writer = { customer: string; write: (text: string) => Delivery }

const OURS = wire.account

export const kinds: readonly Kind[] = [
  onWritten('opt-out by keyword, by twilio', createTwilioWriter, (_, { write }) => write('STOP')),
  onWritten('opt-out by keyword, by aws', createAwsWriter, (_, { write }) => write('STOP')),
  onWritten(
    'receipt of an unknown message: parked, by twilio',
    createTwilioWriter,
    (random, { customer }) => {
      const status = { sid: createMessageSid(random), from: OURS, to: customer, status: 'delivered' }
      return byWebhook(signTwilio(toStatusForm(status), INBOX))
    },
  ),
  onWritten('receipt of an unknown message: parked, by aws', createAwsWriter, (random, { customer }) =>
    publish(random, {
      eventType: 'TEXT_DELIVERED',
      eventVersion: '1.0',
      eventTimestamp: Date.now(),
      isFinal: true,
      originationPhoneNumber: OURS,
      destinationPhoneNumber: customer,
      messageId: createAwsMessageId(random),
      messageStatus: 'DELIVERED',
      messageStatusDescription: 'Message has been accepted by phone',
    }),
  ),
]

function onWritten(
  name: string,
  createWriter: (random: Random) => Writer,
  toDelivery: (random: Random, writer: Writer) => Delivery,
): Kind {
  return {
    name,
    tell: (random) => {
      const writer = createWriter(random)
      return { before: [writer.write('Where is my parcel?')], metered: toDelivery(random, writer) }
    },
  }
}

function createTwilioWriter(random: Random): Writer {
  const customer = `+1500${random.characters('0123456789', 7)}`
  return {
    customer,
    write: (text) => {
      const form = toMessageForm({ sid: createMessageSid(random), from: customer, to: OURS, text })
      return byWebhook(signTwilio(form, INBOX))
    },
  }
}

function createAwsWriter(random: Random): Writer {
  const customer = `+1500${random.characters('0123456789', 7)}`
  return {
    customer,
    write: (text) => {
      const message = toAwsMessage({ id: createAwsMessageId(random), from: customer, to: OURS, text })
      return publish(random, JSON.parse(message) as object)
    },
  }
}

function publish(random: Random, message: object): Delivery {
  const notification = toNotification(JSON.stringify(message), createAwsMessageId(random), new Date())
  return { kind: 'topic', message: notification }
}
