import type * as z from 'zod/mini'
import { createPlatformClient } from '../../shared/aws/platform-client.ts'
import type { DeliverEnvironment } from './environment.ts'
import { defaultProvider } from './environment-credentials.ts'
import { systemClock } from './system.ts'

type PlatformEnvironment = Pick<
  z.output<typeof DeliverEnvironment>,
  'INLET_PLATFORM_HOSTS' | 'AWS_REGION' | 'AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2'
>

/** The platforms as the function's settings name them, AWS's SMS among them. `timeoutMs`: how long one call may take. */
export function composePlatforms(
  environment: PlatformEnvironment,
  timeoutMs: number,
): ReturnType<typeof createPlatformClient> {
  return createPlatformClient({
    hosts: environment.INLET_PLATFORM_HOSTS,
    timeoutMs,
    clock: systemClock,
    aws: {
      region: environment.AWS_REGION,
      credentials: defaultProvider(),
      smsVoiceUrl: environment.AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2 ?? null,
    },
  })
}
