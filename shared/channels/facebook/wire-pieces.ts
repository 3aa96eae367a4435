import { toSeconds } from './wire-body.ts'

/** One item of an entry's list, with when the platform noticed it. */
export type FacebookPiece = {
  page: string
  list: 'messaging' | 'changes'
  item: Record<string, unknown>
  at: Date
}

/** Who writes to a Page in Messenger, by page-scoped id. */
export type MessengerThread = { page: string; psid: string }

/** The same under a post of a Page. */
export type PageAuthor = { id: string; name: string }

/** Something that the customer does in Messenger: `message`, `reaction`, `read` … with its body. */
export function toMessengerPiece(
  { page, psid }: MessengerThread,
  at: Date,
  event: Record<string, unknown>,
): FacebookPiece {
  const item = { sender: { id: psid }, recipient: { id: page }, timestamp: at.getTime(), ...event }
  return { page, list: 'messaging', item, at }
}

/** What our side wrote in Messenger, coming back. */
export function toMessengerEchoPiece(
  { page, psid }: MessengerThread,
  at: Date,
  message: Record<string, unknown>,
): FacebookPiece {
  const ends = { sender: { id: page }, recipient: { id: psid } }
  const item = { ...ends, timestamp: at.getTime(), message: { is_echo: true, app_id: 1, ...message } }
  return { page, list: 'messaging', item, at }
}

/** Something that the author does under a post of the Page: a comment, a reaction, a review. */
export function toChangePiece(
  page: string,
  field: 'feed' | 'mention' | 'ratings',
  author: PageAuthor,
  at: Date,
  value: Record<string, unknown>,
): FacebookPiece {
  const written = { created_time: toSeconds(at), from: author, ...value }
  return { page, list: 'changes', item: { field, value: written }, at }
}

/** One body that holds the pieces in their order: messages of one Page share an entry, a change has one of its own. */
export function toFacebookBatch(pieces: readonly FacebookPiece[]): string {
  const entries: { id: string; time: number; messaging?: unknown[]; changes?: unknown[] }[] = []
  for (const { page, list, item, at } of pieces) {
    const last = entries.at(-1)
    if (list === 'changes') entries.push({ id: page, time: toSeconds(at), changes: [item] })
    else if (last?.id === page && last.messaging !== undefined) last.messaging.push(item)
    else entries.push({ id: page, time: at.getTime(), messaging: [item] })
  }
  return JSON.stringify({ object: 'page', entry: entries })
}
