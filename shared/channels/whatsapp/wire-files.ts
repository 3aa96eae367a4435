import type { Wire, WireFileKind } from '../wire.ts'
import { signWhatsApp, toWhatsAppBody } from './wire-body.ts'
import { toAccount, toCustomer, toMessagePiece } from './wire-pieces.ts'

const TYPES: Readonly<Record<WireFileKind, string>> = {
  image: 'image',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
}

/** A webhook names a file by its id alone. */
export const whatsAppFiles: NonNullable<Wire['media']> = {
  kinds: ['image', 'voice', 'document', 'sticker'],
  createId: (random) => `1${random.characters('0123456789', 15)}`,
  toRequest: ({ id, account, customer, name, text, at }, file, inboxUrl) => {
    const type = TYPES[file.kind]
    const body = {
      id: file.id,
      mime_type: file.mimeType,
      ...(file.name === null ? {} : { filename: file.name }),
      ...(file.kind === 'voice' ? { voice: true } : {}),
      ...(text === '' ? {} : { caption: text }),
    }
    const piece = toMessagePiece(toAccount(account), toCustomer(customer, name), { id, at }, type, body)
    return signWhatsApp(toWhatsAppBody([piece]), inboxUrl)
  },
}
