import type { Handoff, HandoffState, HandoffTargetKind } from '../../domain/handoff/handoff.ts'
import { isOpen } from '../../domain/handoff/handoff.ts'
import { mergeLanes } from '../merge-lanes.ts'
import { ROWS_READ_MAX } from '../page-limits.ts'
import type { HandoffReader } from '../ports.ts'
import { type HandoffView, toHandoffView } from './handoff-view.ts'

export type HandoffFilter = {
  /** `open`: every state that is no end. */
  state?: HandoffState | 'open' | undefined
  channel?: string | undefined
  target?: HandoffTargetKind | undefined
  conversation?: string | undefined
}

export type HandoffsQuery = {
  filter: HandoffFilter
  positions: Readonly<Record<string, string>>
  limit: number
}

/** Handoffs, the newest offer first: one query a shard, merged, and filtered over a bounded read. */
export async function listHandoffs(
  { handoffReader, queueShards }: { handoffReader: HandoffReader; queueShards: number },
  { filter, positions: from, limit }: HandoffsQuery,
): Promise<{ handoffs: HandoffView[]; positions: Record<string, string> | null }> {
  const lanes = Array.from({ length: queueShards }, (_, shard) => ({
    key: String(shard),
    position: from[String(shard)] ?? null,
    read: (after: string | null, rows: number) => handoffReader.newest(shard, after, rows),
  }))
  const found: HandoffView[] = []
  const positions = { ...from }
  let rowsRead = 0
  for await (const { key, row } of mergeLanes(lanes, { order: 'desc', rowsAtOnce: limit + 1 })) {
    if (found.length === limit || rowsRead === ROWS_READ_MAX) return { handoffs: found, positions }
    positions[key] = row.position
    rowsRead += 1
    if (matches(row.handoff, filter)) found.push(toHandoffView(row.handoff))
  }
  return { handoffs: found, positions: null }
}

function matches(handoff: Handoff, { state, channel, target, conversation }: HandoffFilter): boolean {
  const isState = state === undefined || (state === 'open' ? isOpen(handoff) : handoff.state === state)
  const ids = [handoff.publicConversationId, toHandoffView(handoff).privateConversationId]
  return (
    isState &&
    (channel === undefined || handoff.channel === channel) &&
    (target === undefined || handoff.target.kind === target) &&
    (conversation === undefined || ids.includes(conversation))
  )
}
