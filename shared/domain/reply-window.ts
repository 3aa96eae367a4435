import { toDurationMs } from './duration.ts'

/** Until when free text is allowed. `closesAt` is null while the customer has never written. */
export type ReplyWindow = { open: boolean; closesAt: string | null }

/** `duration` is the channel's reply window as ISO 8601, null where the channel has none. */
export function decideReplyWindow(of: {
  duration: string | null
  lastInboundAt: string | null
  now: Date
}): ReplyWindow | null {
  if (of.duration === null) return null
  if (of.lastInboundAt === null) return { open: false, closesAt: null }
  const closesAt = Date.parse(of.lastInboundAt) + toDurationMs(of.duration)
  return { open: of.now.getTime() < closesAt, closesAt: new Date(closesAt).toISOString() }
}
