import * as z from 'zod'

/** How the next calls of a channel go wrong. Several fields may be combined. */
export const Fault = z
  .strictObject({
    /** Only calls to this provider. */
    provider: z.string().optional(),
    /** Only calls whose path holds this. */
    path: z.string().optional(),
    /** Only calls with this credential: a revoked or expired one. */
    token: z.string().optional(),
    /** A documented error code of the platform; its status, body and headers follow from the table. */
    code: z.union([z.number(), z.string()]).transform(String).optional(),
    subcode: z.int().optional(),
    /** With `code`: the call is accepted, and the message fails later with it. */
    failLater: z.boolean().optional(),
    status: z.int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    /** The answer waits so long. What was asked for has happened all the same. */
    timeoutMs: z.int().min(0).max(600_000).optional(),
    /** The connection ends without an answer. Without `status` or `code` the call was accepted before. */
    dropAfterRequest: z.boolean().optional(),
    /** How what the platform tells the inbox goes this time. */
    receipts: z.enum(['none', 'before_answer', 'out_of_order', 'twice']).optional(),
    /** Absent: until it is cleared. */
    times: z.int().min(1).optional(),
  })
  .refine(
    ({ code, status, timeoutMs, dropAfterRequest, receipts }) =>
      [code, status, timeoutMs, dropAfterRequest, receipts].some((effect) => effect !== undefined),
    'A fault needs an effect: code, status, timeoutMs, dropAfterRequest or receipts.',
  )
  .refine(({ failLater, code }) => failLater !== true || code !== undefined, 'failLater needs a code.')
export type Fault = z.infer<typeof Fault>

export const FaultPlan = z.union([Fault.transform((fault) => [fault]), z.array(Fault).min(1)])

export type FaultBook = {
  /** Replaces what was planned for the channel. Faults are used up one after another. */
  plan: (channel: string, faults: readonly Fault[]) => void
  clear: (channel: string) => void
  /** The fault of this call, counted down; null where none applies. */
  take: (channel: string, call: { provider: string; path: string; token: string | null }) => Fault | null
}

export function createFaultBook(): FaultBook {
  const planned = new Map<string, { fault: Fault; left: number }[]>()
  return {
    plan: (channel, faults) => {
      planned.set(
        channel,
        faults.map((fault) => ({ fault, left: fault.times ?? Infinity })),
      )
    },
    clear: (channel) => {
      planned.delete(channel)
    },
    take: (channel, call) => {
      const entry = planned.get(channel)?.find(({ fault, left }) => left > 0 && applies(fault, call))
      if (entry === undefined) return null
      entry.left -= 1
      return entry.fault
    },
  }
}

function applies(fault: Fault, call: { provider: string; path: string; token: string | null }): boolean {
  const { provider = call.provider, path = '', token = call.token } = fault
  return provider === call.provider && call.path.includes(path) && token === call.token
}
