import type { Conversation } from '../domain/conversation.ts'
import { QUERY_ROWS_MAX } from './page-limits.ts'
import type { InboxReader, QueuePartition, QueueRow } from './ports.ts'

/** One partition of an index while several are merged. */
export type Lane = {
  key: string
  partition: QueuePartition
  /** The last row taken, by this page or an earlier one. */
  position: string | null
  reader: Pick<InboxReader, 'queuePage'>
  /** Rows of the next query; doubles, so that a filter that lets little through does not take many queries. */
  rowsAtOnce: number
  rows: QueueRow[]
  /** Where to read on; `ended` once the partition is at its end. */
  readFrom: { after: string | null } | 'ended'
}

export function createLane(of: Omit<Lane, 'rows' | 'readFrom'>): Lane {
  return { ...of, rows: [], readFrom: { after: of.position } }
}

/** Takes the newest row of all lanes; null: none is left. With `isFull` nothing is taken: `more` says that there is a row. */
export async function takeNewest(
  lanes: readonly Lane[],
  isFull: boolean,
): Promise<Conversation | 'more' | null> {
  await Promise.all(lanes.map(fill))
  let newest: Lane | null = null
  for (const lane of lanes) {
    const position = lane.rows[0]?.position
    if (position !== undefined && position > (newest?.rows[0]?.position ?? '')) newest = lane
  }
  if (newest === null) return null
  if (isFull) return 'more'
  const row = newest.rows.shift()
  if (row === undefined) return null
  newest.position = row.position
  return row.conversation
}

async function fill(lane: Lane): Promise<void> {
  while (lane.rows.length === 0 && lane.readFrom !== 'ended') {
    const { rows, next } = await lane.reader.queuePage(lane.partition, lane.readFrom.after, lane.rowsAtOnce)
    lane.rows = rows
    lane.rowsAtOnce = Math.max(lane.rowsAtOnce, Math.min(lane.rowsAtOnce * 2, QUERY_ROWS_MAX))
    lane.readFrom = next === null ? 'ended' : { after: next }
  }
}
