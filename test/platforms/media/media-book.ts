import * as z from 'zod'
import { type SampleName, SAMPLES } from './sample-files.ts'

/** How a file behaves that the media hosts of the platforms hand out. */
export const MediaPlan = z.strictObject({
  sample: z.enum(Object.keys(SAMPLES) as [SampleName, ...SampleName[]]),
  sizeBytes: z.int().positive().optional(),
  /** What the media host calls it. */
  contentType: z.string().optional(),
  /** Answered first, one a request; then 200. */
  statuses: z.array(z.int().min(100).max(599)).default([]),
  /** It lies somewhere else. */
  redirect: z.string().optional(),
  /** Announced in place of the real length. */
  contentLength: z.int().nonnegative().optional(),
  endless: z.boolean().default(false),
  /** Between one piece and the next. */
  pauseMs: z.int().nonnegative().default(0),
})
export type MediaPlan = z.infer<typeof MediaPlan>

export type MediaBook = {
  set: (id: string, plan: MediaPlan) => void
  has: (id: string) => boolean
  /** What the next request for it meets; null: nobody has it. */
  take: (id: string) => (MediaPlan & { status: number }) | null
}

export function createMediaBook(): MediaBook {
  const plans = new Map<string, MediaPlan>()
  return {
    set: (id, plan) => void plans.set(id, { ...plan, statuses: [...plan.statuses] }),
    has: (id) => plans.has(id),
    take: (id) => {
      const plan = plans.get(id)
      if (plan === undefined) return null
      return { ...plan, status: plan.statuses.shift() ?? (plan.redirect === undefined ? 200 : 302) }
    },
  }
}
