/** Until when free text is allowed. `closesAt` is null while the customer has never written. */
export type ReplyWindow = { open: boolean; closesAt: string | null }

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** `duration` is the channel's reply window as ISO 8601, null where the channel has none. */
export function decideReplyWindow(of: {
  duration: string | null
  lastInboundAt: string | null
  now: Date
}): ReplyWindow | null {
  if (of.duration === null) return null
  if (of.lastInboundAt === null) return { open: false, closesAt: null }
  const closesAt = Date.parse(of.lastInboundAt) + toMilliseconds(of.duration)
  return { open: of.now.getTime() < closesAt, closesAt: new Date(closesAt).toISOString() }
}

/** Days to seconds only: months and years have no fixed length. */
function toMilliseconds(duration: string): number {
  const match = DURATION.exec(duration)
  if (match === null) throw new TypeError(`${duration} is not an ISO 8601 duration in days, hours, minutes`)
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
