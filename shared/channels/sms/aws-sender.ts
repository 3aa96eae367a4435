import { textAt } from '../kit/json-record.ts'
import { findRefusal } from '../kit/refusals.ts'
import { NO_ANSWER } from '../kit/undocumented-answer.ts'
import type {
  ChannelSender,
  Credential,
  OutgoingMessage,
  PlatformAnswer,
  PlatformCall,
  SendOutcome,
} from '../sender.ts'
import { CORRELATION_CONTEXT } from './aws-schema.ts'
import { AWS_MMS } from './aws-files.ts'
import { AWS_REFUSALS } from './aws-send-refusals.ts'

/** The role of the function that sends is the credential; the account has none of its own. */
export const awsSender: ChannelSender = {
  credentialKeys: [[]],
  hosts: {},
  files: { private: AWS_MMS },
  handOver: null,
  refusals: AWS_REFUSALS,
  toSendCall,
  readSendAnswer,
  toActionCall: () => null,
  // The service has no list of what it sent; events name the message.
  lookUp: null,
}

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html and API_SendMediaMessage.html */
function toSendCall(message: OutgoingMessage, credential: Credential): PlatformCall {
  const { id, account, recipient, text, files } = message
  const configurationSet = credential['awsConfigurationSet'] ?? ''
  const input = {
    DestinationPhoneNumber: recipient.externalId,
    OriginationIdentity: account,
    ...(text === null ? {} : { MessageBody: text }),
    // Comes back in every event of the message.
    Context: { [CORRELATION_CONTEXT]: id },
    ...(configurationSet === '' ? {} : { ConfigurationSetName: configurationSet }),
  }
  if (files.length > 0) {
    const MediaUrls = files.map(({ place }) => `s3://${place.bucket}/${place.key}`)
    return { kind: 'aws', operation: 'SendMediaMessage', input: { ...input, MediaUrls } }
  }
  // An answer to a customer, never an offer.
  return { kind: 'aws', operation: 'SendTextMessage', input: { ...input, MessageType: 'TRANSACTIONAL' } }
}

function readSendAnswer(answer: PlatformAnswer): SendOutcome {
  switch (answer.kind) {
    case 'https':
      return NO_ANSWER
    case 'aws': {
      const providerId = textAt(answer.output, 'MessageId')
      return providerId === null
        ? { kind: 'unclear', title: 'AWS accepted it without naming its id' }
        : { kind: 'sent', providerId, learned: [] }
    }
    case 'aws_error':
      return toRefused(answer)
  }
}

function toRefused({
  name,
  reason,
  message,
  status,
}: Extract<PlatformAnswer, { kind: 'aws_error' }>): SendOutcome {
  const refusal = findRefusal(AWS_REFUSALS, reason ?? name) ?? findRefusal(AWS_REFUSALS, name)
  const error = { providerCode: reason ?? name, title: refusal?.title ?? (message || name) }
  if (refusal !== undefined) return { ...refusal, ...error }
  if (status >= 400 && status < 500 && status !== 429)
    return { kind: 'failed', code: 'platform_rejected', account: null, optOut: false, ...error }
  return { kind: 'retry', afterMs: null, ofAccount: status === 429, ...error }
}
