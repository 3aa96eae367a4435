import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TopicMessage, WebhookRequest } from '../../shared/channels/contract.ts'
import { EXPECTATIONS as FACEBOOK_EXPECTATIONS } from '../shared/channels/facebook/payload-expectations.ts'
import { toCapturedRequest as toFacebookRequest } from '../shared/channels/facebook/facebook-requests.ts'
import { toCapturedTopicMessage } from '../shared/channels/sms/aws-notifications.ts'
import { AWS_EXPECTATIONS } from '../shared/channels/sms/aws-payload-expectations.ts'
import { TWILIO_EXPECTATIONS } from '../shared/channels/sms/payload-expectations.ts'
import { toCapturedRequest as toTwilioRequest } from '../shared/channels/sms/twilio-requests.ts'
import { EXPECTATIONS as TWITTER_EXPECTATIONS } from '../shared/channels/twitter/payload-expectations.ts'
import { toCapturedRequest as toTwitterRequest } from '../shared/channels/twitter/twitter-requests.ts'
import { EXPECTATIONS as WHATSAPP_EXPECTATIONS } from '../shared/channels/whatsapp/payload-expectations.ts'
import { toCapturedRequest as toWhatsAppRequest } from '../shared/channels/whatsapp/whatsapp-requests.ts'
import type { PayloadExpectations } from '../support/payload-expectation.ts'

/** Other people's captured requests; their licences do not let them be copied here, so they are read where they exist. */
const ROOT = join(import.meta.dirname, '../../../shared/payloads')

/** One folder of captured bodies, how each comes in, and what each must become. */
export type CapturedFolder = {
  folder: string
  channel: string
  expectations: PayloadExpectations
  /** By webhook or by topic. Reads the file. */
  read: (file: string) => Captured
}

export type Captured = { request: WebhookRequest } | { topicMessage: TopicMessage }

export const CAPTURED_FOLDERS: readonly CapturedFolder[] = [
  byWebhook('messenger', 'facebook', FACEBOOK_EXPECTATIONS, toFacebookRequest),
  byWebhook('whatsapp', 'whatsapp', WHATSAPP_EXPECTATIONS, toWhatsAppRequest),
  byWebhook('x', 'twitter', TWITTER_EXPECTATIONS, toTwitterRequest),
  byWebhook('twilio', 'sms', TWILIO_EXPECTATIONS, toTwilioRequest),
  {
    folder: 'aws-sms',
    channel: 'sms',
    expectations: AWS_EXPECTATIONS,
    read: (file) => ({ topicMessage: toCapturedTopicMessage(file, readCaptured('aws-sms', file)) }),
  },
]

export function hasCaptures(): boolean {
  return existsSync(ROOT)
}

/** Empty on a clone without them. */
export function filesOf(folder: string): string[] {
  const path = join(ROOT, folder)
  return existsSync(path) ? readdirSync(path).sort() : []
}

/** Folders there are, whether anything reads them or not. */
export function listFolders(): string[] {
  if (!hasCaptures()) return []
  const entries = readdirSync(ROOT, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

function byWebhook(
  folder: string,
  channel: string,
  expectations: PayloadExpectations,
  toRequest: (file: string, bytes: Uint8Array) => WebhookRequest,
): CapturedFolder {
  const read = (file: string): Captured => ({
    request: toRequest(file, readCaptured(folder, file)),
  })
  return { folder, channel, expectations, read }
}

function readCaptured(folder: string, file: string): Uint8Array {
  return readFileSync(join(ROOT, folder, file))
}
