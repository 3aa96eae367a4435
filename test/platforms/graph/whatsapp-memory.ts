import { at, isObject, listAt, textAt } from '../json.ts'
import { type WhatsAppAccount } from '../../../shared/channels/whatsapp/wire-pieces.ts'
import { WHATSAPP_ACCOUNT } from '../../../shared/channels/whatsapp/wire-pieces.ts'

export type WhatsAppPerson = {
  waId: string | null
  userId: string | null
  name: string
  /** Of their last message to the number it was sent to. */
  lastMessageAt: Map<string, number>
  stoppedMarketing: boolean
  /** When the last messages to them left: the limit of a pair. By business number. */
  sentAt: Map<string, number[]>
}

/** What WhatsApp knows of the people and numbers that webhooks spoke of. */
export type WhatsAppMemory = {
  learn: (webhookBody: unknown) => void
  hasNumber: (phoneNumberId: string) => boolean
  accountOf: (phoneNumberId: string) => WhatsAppAccount
  /** Found by phone number or user id; made up as one who never wrote where it is new. */
  personOf: (address: { waId: string } | { userId: string }) => WhatsAppPerson
}

export function createWhatsAppMemory(): WhatsAppMemory {
  const accounts = new Map<string, WhatsAppAccount>()
  const people = createPeople()
  return {
    learn: (body) => {
      for (const entry of listAt(body, 'entry')) {
        for (const change of listAt(entry, 'changes'))
          learnChange(entry, at(change, 'value'), accounts, people)
      }
    },
    hasNumber: (phoneNumberId) => accounts.has(phoneNumberId),
    accountOf: (phoneNumberId) => accounts.get(phoneNumberId) ?? { ...WHATSAPP_ACCOUNT, phoneNumberId },
    personOf: (address) =>
      'waId' in address ? people.find(address.waId, null) : people.find(null, address.userId),
  }
}

type People = { find: (waId: string | null, userId: string | null) => WhatsAppPerson }

function createPeople(): People {
  const byAddress = new Map<string, WhatsAppPerson>()
  return {
    find: (waId, userId) => {
      const found =
        (waId === null ? undefined : byAddress.get(waId)) ??
        (userId === null ? undefined : byAddress.get(userId))
      const person = found ?? {
        waId: null,
        userId: null,
        name: 'Somebody',
        lastMessageAt: new Map<string, number>(),
        stoppedMarketing: false,
        sentAt: new Map<string, number[]>(),
      }
      person.waId = waId ?? person.waId
      person.userId = userId ?? person.userId
      for (const address of [person.waId, person.userId]) if (address !== null) byAddress.set(address, person)
      return person
    },
  }
}

function learnChange(
  entry: unknown,
  value: unknown,
  accounts: Map<string, WhatsAppAccount>,
  people: People,
): void {
  const phoneNumberId = textAt(value, 'metadata', 'phone_number_id')
  const waba = textAt(entry, 'id')
  if (phoneNumberId === null || waba === null || !isObject(value)) return
  const displayNumber = textAt(value, 'metadata', 'display_phone_number') ?? ''
  accounts.set(phoneNumberId, { waba, phoneNumberId, displayNumber })
  for (const contact of listAt(value, 'contacts')) {
    const [waId, userId] = [textAt(contact, 'wa_id'), textAt(contact, 'user_id')]
    if (waId !== null || userId !== null) {
      people.find(waId, userId).name = textAt(contact, 'profile', 'name') ?? 'Somebody'
    }
  }
  for (const message of listAt(value, 'messages')) learnMessage(message, phoneNumberId, people)
  for (const preference of listAt(value, 'user_preferences')) {
    const [waId, userId] = [textAt(preference, 'wa_id'), textAt(preference, 'user_id')]
    if (waId === null && userId === null) continue
    people.find(waId, userId).stoppedMarketing = at(preference, 'value') === 'stop'
  }
}

/** Whatever a person sends opens the window; what the system says of them does not. */
function learnMessage(message: unknown, phoneNumberId: string, people: People): void {
  const [waId, userId] = [textAt(message, 'from'), textAt(message, 'from_user_id')]
  const seconds = Number(textAt(message, 'timestamp') ?? Number.NaN)
  if ((waId === null && userId === null) || at(message, 'type') === 'system' || !Number.isFinite(seconds))
    return
  const { lastMessageAt } = people.find(waId, userId)
  lastMessageAt.set(phoneNumberId, Math.max(lastMessageAt.get(phoneNumberId) ?? 0, seconds * 1_000))
}
