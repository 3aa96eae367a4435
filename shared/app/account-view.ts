import type * as z from 'zod'
import { Account } from '../domain/account.ts'

/** An account as clients see it. */
export const AccountView = Account.pick({
  channel: true,
  id: true,
  name: true,
  provider: true,
  health: true,
  lastWebhookAt: true,
  lastSentAt: true,
  lastError: true,
  lastNotice: true,
}).strict()
export type AccountView = z.infer<typeof AccountView>

export function toAccountView(account: Account): AccountView {
  const { channel, id, name, provider, health, lastWebhookAt, lastSentAt, lastError, lastNotice } = account
  return { channel, id, name, provider, health, lastWebhookAt, lastSentAt, lastError, lastNotice }
}
