import type { Delivery } from '../emulator.ts'
import { signFacebook } from '../../../shared/channels/facebook/wire-body.ts'
import { signWhatsApp } from '../../../shared/channels/whatsapp/wire-body.ts'

/**
 * Meta tries again for hours (Messenger) and days (WhatsApp); here some seconds are enough to outlive bad weather.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks
 */
const RETRIES = 7

const SIGNERS = { facebook: signFacebook, whatsapp: signWhatsApp } as const

export function toMetaDelivery(
  channel: keyof typeof SIGNERS,
  label: string,
  inboxUrl: string,
  value: unknown,
): Delivery {
  return { label, retries: RETRIES, request: SIGNERS[channel](toMetaJson(value), inboxUrl) }
}

/** As Meta writes JSON: slashes and everything outside ASCII escaped. */
export function toMetaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
