/** SQS waits no longer than that: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const TIMER_DELAY_SECONDS_MAX = 900

/**
 * The sweep stops a minute short of what the queue can wait: a change writes its instant into an index that is a moment
 * behind, and one that lands where the sweep has just been still sends its own timer message.
 */
export const SWEEP_AHEAD_MS = (TIMER_DELAY_SECONDS_MAX - 60) * 1000

/** Overdue for so long, its timer message was lost, or failed. */
export const REPAIR_AFTER_MS = 30_000

/** Whether a timer message of its own can wait for the instant. What lies further away is the sweep's. */
export function isWithinReach(at: string, now: Date): boolean {
  return Date.parse(at) <= now.getTime() + TIMER_DELAY_SECONDS_MAX * 1000
}
