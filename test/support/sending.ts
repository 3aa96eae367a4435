import { createPlatformClient } from '../../shared/aws/platform-client.ts'
import type { CallResult } from '../../shared/app/delivery-ports.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type {
  ChannelSender,
  Credential,
  LookUpOutcome,
  OutgoingAction,
  OutgoingMessage,
  PlatformAnswer,
  PlatformCall,
  SendOutcome,
} from '../../shared/channels/sender.ts'
import type { UnderTest } from '../platforms/platforms-under-test.ts'

const TIMEOUT_MS = 5_000

/** One of the registry's senders and the real client, led to the emulated platforms, with the local credentials. */
export type Sending = {
  sender: ChannelSender
  send: (message: OutgoingMessage, credential?: Credential) => Promise<SendOutcome>
  /** HTTP status of the answer. */
  act: (action: OutgoingAction) => Promise<number>
  lookUp: (message: OutgoingMessage, attemptedAt: string) => Promise<LookUpOutcome | null>
}

export function createSending(test: UnderTest, channel: string, provider: string): Sending {
  const found = findChannel(channel)
  const sender = found?.senders[provider]
  if (found === undefined || sender === undefined)
    throw new Error(`Nothing sends ${channel} with ${provider}.`)
  const { awsSms, ...hosts } = test.platforms.baseUrls
  const client = createPlatformClient({
    hosts,
    timeoutMs: TIMEOUT_MS,
    clock: { now: () => test.clock.now },
    aws: {
      region: 'eu-central-1',
      credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' }),
      smsVoiceUrl: awsSms,
    },
  })
  const moment = { at: test.clock.now.toISOString(), nonce: 'nonce-1' }
  const call = async (platformCall: PlatformCall): Promise<PlatformAnswer> =>
    toAnswer(await client.call(platformCall, sender.hosts))
  const { local } = found.manifest.secret
  return {
    sender,
    send: async (message, credential = local) =>
      sender.readSendAnswer(await call(sender.toSendCall(message, credential, moment)), message),
    act: async (action) => {
      const platformCall = sender.toActionCall(action, local, moment)
      if (platformCall === null) throw new Error('The platform has no such action.')
      const answer = await call(platformCall)
      return answer.kind === 'https' ? answer.status : 0
    },
    lookUp: async (message, attemptedAt) => {
      const platformCall = sender.lookUp?.toCall(message, attemptedAt, local, moment) ?? null
      if (platformCall === null || sender.lookUp === null) return null
      return sender.lookUp.readAnswer(await call(platformCall), message, attemptedAt)
    },
  }
}

function toAnswer(result: CallResult): PlatformAnswer {
  if (result.kind !== 'answered') throw new Error(`No answer: ${result.title}`)
  return result.answer
}
