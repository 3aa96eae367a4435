import { textAt } from '../json.ts'
import { type ReceivedFile, receiveFile } from '../media/receive-file.ts'
import { findRow, type GraphErrorRow } from './graph-error.ts'
import { MESSENGER_ERRORS } from './messenger-errors.ts'

const MEGABYTE = 1024 * 1024
/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/saving-assets */
const IMAGE_BYTES_MAX = 8 * MEGABYTE
const BYTES_MAX = 25 * MEGABYTE

export type TakenFile = { kind: 'taken'; received: ReceivedFile[] } | { kind: 'refused'; row: GraphErrorRow }

/** An attachment by its link is fetched before the call is answered. */
export async function takeAttachment(attachment: unknown): Promise<TakenFile> {
  const url = textAt(attachment, 'payload', 'url')
  const type = textAt(attachment, 'type') ?? ''
  return url === null ? { kind: 'taken', received: [] } : takeFile(url, type)
}

export async function takeFile(url: string, type: string): Promise<TakenFile> {
  const file = await receiveFile(url)
  if (file === null) return { kind: 'refused', row: findRow(MESSENGER_ERRORS, 100, 2018008) }
  const isMeant = type === 'file' || file.contentType.startsWith(`${type}/`)
  if (!isMeant) return { kind: 'refused', row: findRow(MESSENGER_ERRORS, 100, 2018047) }
  const bytesMax = type === 'image' ? IMAGE_BYTES_MAX : BYTES_MAX
  return file.sizeBytes > bytesMax
    ? { kind: 'refused', row: findRow(MESSENGER_ERRORS, 100, 2018109) }
    : { kind: 'taken', received: [file] }
}
