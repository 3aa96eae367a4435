import * as z from 'zod'

const DURATION = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const TARGET = /^PT(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?$/
const TARGET_MS_MAX = 366 * 24 * 60 * 60 * 1000

/**
 * How long a clock may take, in open time: hours, minutes and seconds. Never days: nobody agrees whether a day of open
 * time is 24 hours or one day's opening.
 */
export const TargetDuration = z
  .string()
  .regex(TARGET, {
    error: ({ input }) =>
      `expected an ISO 8601 duration in hours, minutes and seconds such as PT1H30M, got ${String(input)}. ` +
      'Write a day as the hours that you mean: PT24H, or the hours that you are open',
    abort: true,
  })
  .refine((text) => isTarget(toDurationMs(text)), {
    error: ({ input }) => `expected more than nothing and at most 366 days (PT8784H), got ${String(input)}`,
  })
export type TargetDuration = z.infer<typeof TargetDuration>

/** Days to seconds only: months and years have no fixed length. A day is 24 hours. Throws a `TypeError`. */
export function toDurationMs(text: string): number {
  const match = DURATION.exec(text)
  if (match === null) {
    throw new TypeError(`expected an ISO 8601 duration in days, hours, minutes and seconds, got ${text}`)
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}

function isTarget(milliseconds: number): boolean {
  return milliseconds > 0 && milliseconds <= TARGET_MS_MAX
}
