import type { ChannelSender, Credential, OutgoingMessage, PlatformCall } from '../sender.ts'
import { twilioLookUp } from './twilio-look-up.ts'
import { readTwilioAnswer } from './twilio-send-answer.ts'
import { TWILIO_REFUSALS } from './twilio-send-refusals.ts'
import { toMessagesCall, TWILIO_CREDENTIALS, TWILIO_HOSTS } from './twilio-send-request.ts'

export const twilioSender: ChannelSender = {
  credentialKeys: TWILIO_CREDENTIALS,
  hosts: TWILIO_HOSTS,
  refusals: TWILIO_REFUSALS,
  toSendCall,
  readSendAnswer: readTwilioAnswer,
  toActionCall: () => null,
  lookUp: twilioLookUp,
}

/** Nothing of ours comes back with a message but the URL that is called about it. */
function toSendCall(message: OutgoingMessage, credential: Credential): PlatformCall {
  const { account, recipient, text, statusUrl } = message
  const form = { To: recipient.externalId, From: account, Body: text ?? '', StatusCallback: statusUrl }
  return toMessagesCall({ form }, credential)
}
