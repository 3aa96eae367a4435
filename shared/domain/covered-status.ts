import type { Conversation } from './conversation.ts'

/** A message of our side may be learned of after the customer was said to have received or read everything up to then. */
export function toCoveredStatus(
  { deliveredUpTo, readUpTo }: Pick<Conversation, 'deliveredUpTo' | 'readUpTo'>,
  sentAt: string,
): { status: 'delivered' | 'read'; at: string } | null {
  if (readUpTo !== null && sentAt <= readUpTo) return { status: 'read', at: readUpTo }
  if (deliveredUpTo !== null && sentAt <= deliveredUpTo) return { status: 'delivered', at: deliveredUpTo }
  return null
}
