import type { PlatformCall } from '../sender.ts'
import { WEBHOOK_HOST } from '../connector.ts'

/** A GET of our own webhook, as the platform will make it. */
export function toChallengeCall(webhookUrl: string, query: Readonly<Record<string, string>>): PlatformCall {
  const path = `${toPath(webhookUrl)}?${new URLSearchParams(query).toString()}`
  return { kind: 'https', host: WEBHOOK_HOST, method: 'GET', path, headers: {}, body: null }
}

/** What stands behind the host; in a plan the host may be a name in brackets. */
export function toPath(webhookUrl: string): string {
  return webhookUrl.replace(/^[a-z]+:\/\/[^/]+/, '')
}
