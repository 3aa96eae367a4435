import type { ChannelSender, Credential, OutgoingMessage, PlatformCall } from '../sender.ts'
import { twilioLookUp } from './twilio-look-up.ts'
import { CORRELATION_QUERY } from './twilio-schema.ts'
import { readTwilioAnswer } from './twilio-send-answer.ts'
import { TWILIO_REFUSALS } from './twilio-send-refusals.ts'
import { MMS } from './twilio-files.ts'
import { toMessagesCall, TWILIO_CREDENTIALS, TWILIO_HOSTS } from './twilio-send-request.ts'

export const twilioSender: ChannelSender = {
  credentialKeys: TWILIO_CREDENTIALS,
  hosts: TWILIO_HOSTS,
  files: { private: MMS },
  handOver: null,
  refusals: TWILIO_REFUSALS,
  toSendCall,
  readSendAnswer: readTwilioAnswer,
  toActionCall: () => null,
  lookUp: twilioLookUp,
}

/** What comes back about a message is the URL that is called: our id stands in its query, which the signature covers. */
function toSendCall(message: OutgoingMessage, credential: Credential): PlatformCall {
  const { id, account, recipient, text, files, statusUrl } = message
  const callback = new URL(statusUrl)
  callback.searchParams.set(CORRELATION_QUERY, id)
  const form: [string, string][] = [
    ['To', recipient.externalId],
    ['From', account],
    ...(text === null ? [] : ([['Body', text]] as [string, string][])),
    ...files.map(({ url }): [string, string] => ['MediaUrl', url]),
    ['StatusCallback', callback.href],
  ]
  return toMessagesCall({ form }, credential)
}
