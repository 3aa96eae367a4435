import type { PlatformClient } from '../app/delivery-ports.ts'
import { callPlatform, type HttpsPlatformOptions } from './https-platform.ts'
import { createSmsVoiceClient, type SmsVoiceOptions } from './sms-voice-client.ts'

export type PlatformClientOptions = SmsVoiceOptions & HttpsPlatformOptions

export function createPlatformClient(options: PlatformClientOptions): PlatformClient {
  const smsVoice = createSmsVoiceClient(options)
  return {
    call: (call, hosts) => (call.kind === 'aws' ? smsVoice.call(call) : callPlatform(call, hosts, options)),
  }
}
