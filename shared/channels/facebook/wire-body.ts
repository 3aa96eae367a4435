import { createHmac } from 'node:crypto'
import type { WireRequest } from '../wire.ts'
import { channel } from './index.ts'

/** An entry holds items of one list, as the platform sends them. */
export type WireList = 'messaging' | 'standby' | 'changes'

export function toFacebookBody(page: string, list: WireList, items: readonly unknown[], at: Date): string {
  const time = list === 'changes' ? toSeconds(at) : at.getTime()
  return JSON.stringify({ object: 'page', entry: [{ id: page, time, [list]: items }] })
}

export function toSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

export function signFacebook(
  body: string | Uint8Array,
  inboxUrl: string,
  secret = channel.manifest.secret.local['appSecret'] ?? '',
): WireRequest {
  const bytes = Buffer.from(body)
  const signature = createHmac('sha256', secret).update(bytes).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  return { url: `${inboxUrl}/webhooks/${channel.manifest.ingress.path}`, headers, body: bytes }
}
