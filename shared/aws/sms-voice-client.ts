import * as z from 'zod'
import type { CallResult } from '../app/delivery-ports.ts'
import type { Clock } from '../app/ports.ts'
import type { PlatformCall } from '../channels/sender.ts'
import { callOnce } from './call-once.ts'
import { type AwsCredentials, signRequest } from './sign-request.ts'

export type SmsVoiceOptions = {
  aws: { region: string; credentials: () => Promise<AwsCredentials>; smsVoiceUrl: string | null }
  clock: Clock
  timeoutMs: number
}

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/CommonErrors.html */
const Failure = z.object({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
  Reason: z.string().optional(),
})
const Output = z.record(z.string(), z.unknown())

/**
 * AWS End User Messaging (AWS JSON 1.0), without the SDK: its client tries again by itself and keeps connections, and of
 * a message that must go out once nobody could then say whether it left.
 */
export function createSmsVoiceClient({ aws, clock, timeoutMs }: SmsVoiceOptions): {
  call: (call: PlatformCall & { kind: 'aws' }) => Promise<CallResult>
} {
  const base = aws.smsVoiceUrl ?? `https://sms-voice.${aws.region}.amazonaws.com`
  const url = new URL(`${base.replace(/\/$/, '')}/`)
  return {
    call: async ({ operation, input }) => {
      const credentials = await aws.credentials().catch(() => null)
      if (credentials === null) return { kind: 'not_sent', title: 'there are no AWS credentials' }
      const body = JSON.stringify(input)
      const headers = await signRequest(
        {
          method: 'POST',
          url,
          headers: {
            'content-type': 'application/x-amz-json-1.0',
            'x-amz-target': `PinpointSMSVoiceV2.${operation}`,
          },
          body,
        },
        { service: 'sms-voice', region: aws.region, credentials, now: clock.now() },
      )
      const result = await callOnce({ url: url.href, method: 'POST', headers, body, timeoutMs })
      return result.kind === 'answered' ? toResult(result.answer) : result
    },
  }
}

function toResult({
  status,
  headers,
  body,
}: {
  status: number
  headers: Record<string, string>
  body: string
}): CallResult {
  const json = parseJson(body)
  if (status >= 200 && status < 300) {
    const output = Output.safeParse(json)
    return output.success
      ? { kind: 'answered', answer: { kind: 'aws', output: output.data } }
      : { kind: 'unclear', title: 'AWS answered something that is not JSON' }
  }
  const failure = Failure.safeParse(json).data ?? {}
  const type = failure.__type ?? headers['x-amzn-errortype'] ?? 'UnknownError'
  return {
    kind: 'answered',
    answer: {
      kind: 'aws_error',
      name: type.replace(/^.*#/, '').replace(/:.*$/, ''),
      reason: failure.Reason ?? null,
      message: failure.message ?? failure.Message ?? '',
      status,
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
