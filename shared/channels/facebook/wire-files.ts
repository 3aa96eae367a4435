import type { Wire, WireFileKind } from '../wire.ts'
import { signFacebook, toFacebookBody } from './wire-body.ts'

const TYPES: Readonly<Record<WireFileKind, string>> = {
  image: 'image',
  voice: 'audio',
  document: 'file',
  sticker: 'sticker',
}

/** A webhook of Messenger says where a file lies. */
export const facebookFiles: NonNullable<Wire['media']> = {
  kinds: ['image', 'voice', 'document', 'sticker'],
  createId: (random) => random.characters('0123456789', 15),
  toRequest: ({ id, account, customer, text, at }, { kind, id: fileId, url }, inboxUrl) => {
    const payload = { url, ...(kind === 'sticker' ? { sticker_id: fileId } : {}) }
    const item = {
      sender: { id: customer },
      recipient: { id: account },
      timestamp: at.getTime(),
      message: {
        mid: id,
        ...(text === '' ? {} : { text }),
        attachments: [{ type: TYPES[kind], payload }],
      },
    }
    return signFacebook(toFacebookBody(account, 'messaging', [item], at), inboxUrl)
  },
}
