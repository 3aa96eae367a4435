import type { CallResult, PlatformClient } from '../app/delivery-ports.ts'
import type { PlatformAnswer, PlatformCall } from '../channels/sender.ts'
import { callOnce, type OneCall } from './call-once.ts'
import { createSmsVoiceClient, type SmsVoiceOptions } from './sms-voice-client.ts'

export type PlatformClientOptions = SmsVoiceOptions & {
  /** Base URLs in the place of the platforms' own, by name. */
  hosts: Readonly<Record<string, string>>
  timeoutMs: number
}

export function createPlatformClient(options: PlatformClientOptions): PlatformClient {
  const smsVoice = createSmsVoiceClient(options)
  return {
    call: (call, hosts) =>
      call.kind === 'aws' ? smsVoice.call(call) : callPlatform(call, { ...hosts, ...options.hosts }, options),
  }
}

async function callPlatform(
  { host, path, method, headers, body }: PlatformCall & { kind: 'https' },
  hosts: Readonly<Record<string, string>>,
  { timeoutMs }: PlatformClientOptions,
): Promise<CallResult> {
  const base = hosts[host]
  if (base === undefined) throw new TypeError(`a sender calls the host ${host}, which it does not name`)
  const call: OneCall = { url: `${base.replace(/\/$/, '')}${path}`, method, headers, body, timeoutMs }
  const result = await callOnce(call)
  if (result.kind !== 'answered') return result
  const answer: PlatformAnswer = { kind: 'https', ...result.answer }
  return { kind: 'answered', answer }
}
