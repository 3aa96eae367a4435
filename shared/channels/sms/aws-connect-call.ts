import type { Finding } from '../../domain/connection-finding.ts'
import type { StepOutcome } from '../connector.ts'
import type { PlatformAnswer } from '../sender.ts'

export const CONSOLE = 'https://console.aws.amazon.com/sms-voice/home'

export type AwsRead =
  { kind: 'accepted'; output: Readonly<Record<string, unknown>> } | { kind: 'settled'; outcome: StepOutcome }

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/CommonErrors.html */
export function readAws(answer: PlatformAnswer): AwsRead {
  switch (answer.kind) {
    case 'aws':
      return { kind: 'accepted', output: answer.output }
    case 'https':
      return { kind: 'settled', outcome: { kind: 'unanswered', title: 'no answer' } }
    case 'aws_error': {
      const { name, reason, message, status } = answer
      const said = `${name}${reason === null ? '' : ` (${reason})`}${message === '' ? '' : `: ${message}`}`
      const finding =
        status >= 500 || status === 429 || name === 'ThrottlingException' ? null : toFinding(name, said)
      const title = `AWS could not say: ${said}`
      return {
        kind: 'settled',
        outcome: finding === null ? { kind: 'unanswered', title } : { kind: 'wrong', finding },
      }
    }
  }
}

const EXPIRED: ReadonlySet<string> = new Set(['ExpiredTokenException', 'ExpiredToken', 'RequestExpired'])
const UNKNOWN: ReadonlySet<string> = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'IncompleteSignature',
])

function toFinding(name: string, said: string): Finding {
  if (EXPIRED.has(name)) {
    return {
      code: 'token_expired',
      what: `The AWS credentials have expired: ${said}.`,
      wayOut: 'Sign in again, for example by `aws sso login`, and run this again.',
    }
  }
  if (UNKNOWN.has(name)) {
    return {
      code: 'token_invalid',
      what: `AWS does not take the credentials: ${said}.`,
      wayOut: 'See AWS_PROFILE, AWS_ACCESS_KEY_ID and the clock of this machine.',
    }
  }
  if (name === 'AccessDeniedException') {
    return {
      code: 'permission_missing',
      what: `AWS does not allow this: ${said}.`,
      wayOut:
        'Whoever connects needs sms-voice:DescribePhoneNumbers, UpdatePhoneNumber, DescribeConfigurationSets, CreateConfigurationSet, CreateEventDestination and UpdateEventDestination.',
    }
  }
  return {
    code: 'account_not_found',
    what: `AWS refuses the call: ${said}.`,
    wayOut: `Look at the number and the configuration set: ${CONSOLE}.`,
  }
}
