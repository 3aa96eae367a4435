export type WhatsAppAccount = { waba: string; phoneNumberId: string; displayNumber: string }

/** A person as Meta names them: by phone number, by business-scoped user id, or by both. At least one is there. */
export type WhatsAppCustomer = { waId: string | null; userId: string | null; name: string }

export const WHATSAPP_ACCOUNT: WhatsAppAccount = {
  waba: '990000000000010',
  phoneNumberId: '880000000000010',
  displayNumber: '4930555010',
}

export function toAccount(phoneNumberId: string): WhatsAppAccount {
  return { ...WHATSAPP_ACCOUNT, phoneNumberId }
}

/** Whoever a number or a user id names. */
export function toCustomer(address: string, name: string): WhatsAppCustomer {
  return /^[A-Z]{2}\./.test(address)
    ? { waId: null, userId: address, name }
    : { waId: address.replace(/^\+/, ''), userId: null, name }
}

/** One element of a list of a change. */
export type WhatsAppPiece = {
  account: WhatsAppAccount
  field: string
  list: string
  item: Record<string, unknown>
  /** Whom the change's `contacts[]` describes beside it. */
  contact: WhatsAppCustomer | null
}

/** An element of `messages[]`. */
export function toMessagePiece(
  account: WhatsAppAccount,
  customer: WhatsAppCustomer,
  { id, at }: { id: string; at: Date },
  type: string,
  body: unknown,
  more: object = {},
): WhatsAppPiece {
  const names = withoutNull({ from: customer.waId, from_user_id: customer.userId })
  const item = { ...names, id, timestamp: toSeconds(at), type, [type]: body, ...more }
  return { account, field: 'messages', list: 'messages', item, contact: customer }
}

/** An element of `message_echoes[]`: typed by our side in the WhatsApp Business app. */
export function toEchoPiece(
  account: WhatsAppAccount,
  customer: WhatsAppCustomer,
  { id, at }: { id: string; at: Date },
  text: string,
): WhatsAppPiece {
  const names = withoutNull({ to: customer.waId, to_user_id: customer.userId })
  const item = {
    from: account.displayNumber,
    ...names,
    id,
    timestamp: toSeconds(at),
    type: 'text',
    text: { body: text },
  }
  return { account, field: 'smb_message_echoes', list: 'message_echoes', item, contact: null }
}

/** An element of `statuses[]`. A failure of what was addressed by phone comes without the user id. */
export function toStatusPiece(
  account: WhatsAppAccount,
  customer: WhatsAppCustomer,
  { id, at }: { id: string; at: Date },
  status: string,
): WhatsAppPiece {
  const isFailed = status === 'failed'
  const userId = isFailed && customer.waId !== null ? null : customer.userId
  const names = withoutNull({ recipient_id: customer.waId, recipient_user_id: userId })
  const errors = [{ code: 131026, title: 'Message undeliverable', message: 'Message undeliverable' }]
  const item = { id, status, timestamp: toSeconds(at), ...names, ...(isFailed ? { errors } : {}) }
  return { account, field: 'messages', list: 'statuses', item, contact: isFailed ? null : customer }
}

/** An element of `user_preferences[]`. Its timestamp is a number. */
export function toPreferencePiece(
  account: WhatsAppAccount,
  customer: WhatsAppCustomer,
  at: Date,
  value: 'stop' | 'resume',
): WhatsAppPiece {
  const names = withoutNull({ wa_id: customer.waId, user_id: customer.userId })
  const detail = `User requested to ${value} marketing messages`
  const timestamp = Number(toSeconds(at))
  const item = { ...names, detail, category: 'marketing_messages', value, timestamp }
  return { account, field: 'user_preferences', list: 'user_preferences', item, contact: customer }
}

function toSeconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1000))
}

/** Meta leaves out what it does not tell. */
export function withoutNull(fields: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  )
}
