import { createHmac } from 'node:crypto'
import type { WireRandom, WireRequest } from '../wire.ts'
import { channel } from './index.ts'
import { type WhatsAppAccount, type WhatsAppPiece, withoutNull } from './wire-pieces.ts'

const DIGITS = '0123456789'
const CAPITALS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

export function createWamid(random: WireRandom): string {
  return `wamid.${Buffer.from(random.characters(CAPITALS_AND_DIGITS, 30)).toString('base64')}`
}

export function createUserId(random: WireRandom): string {
  return `DE.${random.characters(DIGITS, 4)}${random.characters(CAPITALS_AND_DIGITS, 16)}`
}

/** One body that holds the pieces in their order: neighbours share an entry, a change and a list where they can. */
export function toWhatsAppBody(pieces: readonly WhatsAppPiece[]): string {
  const entries: { id: string; changes: { field: string; value: ChangeValue }[] }[] = []
  let last: { piece: WhatsAppPiece; value: ChangeValue } | null = null
  for (const piece of pieces) {
    const { account, field, list } = piece
    if (last?.piece.account.waba !== account.waba) entries.push({ id: account.waba, changes: [] })
    const isTogether =
      last?.piece.account === account && last.piece.field === field && last.piece.list === list
    const value: ChangeValue = last !== null && isTogether ? last.value : startChange(account)
    if (!isTogether) entries.at(-1)?.changes.push({ field, value })
    addPiece(value, piece)
    last = { piece, value }
  }
  return JSON.stringify({ object: 'whatsapp_business_account', entry: entries })
}

export function signWhatsApp(
  body: string | Uint8Array,
  inboxUrl: string,
  secret = channel.manifest.secret.local['appSecret'] ?? '',
): WireRequest {
  const bytes = Buffer.from(body)
  const signature = createHmac('sha256', secret).update(bytes).digest('hex')
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }
  return { url: `${inboxUrl}/webhooks/${channel.manifest.ingress.path}`, headers, body: bytes }
}

type ChangeValue = Record<string, unknown> & { contacts?: unknown[] }

function startChange({ phoneNumberId, displayNumber }: WhatsAppAccount): ChangeValue {
  const metadata = { display_phone_number: displayNumber, phone_number_id: phoneNumberId }
  return { messaging_product: 'whatsapp', metadata }
}

function addPiece(value: ChangeValue, { list, item, contact }: WhatsAppPiece): void {
  value[list] = [...((value[list] ?? []) as unknown[]), item]
  if (contact === null) return
  const described = {
    profile: { name: contact.name },
    ...withoutNull({ wa_id: contact.waId, user_id: contact.userId }),
  }
  const others = (value.contacts ?? []).filter((other) => JSON.stringify(other) !== JSON.stringify(described))
  value.contacts = [...others, described]
}
