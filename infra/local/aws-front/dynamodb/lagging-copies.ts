import { setTimeout as wait } from 'node:timers/promises'
import type { Attributes, ItemWrite } from './item-writes.ts'
import { fillCopy, inBatches, itemId, keyOf, transferItems, type TableCopy } from './table-copy.ts'
import type { CallDynamodb, TableSchemas } from './table-schemas.ts'

const FOLLOW_EVERY_MS = 20
const AFTER_FAILURE_MS = 500

type LaggingCopy = TableCopy & {
  ready: Promise<void>
  /** Items written since their last transfer, and when the copy may know. */
  behind: Map<string, { key: Attributes; dueMs: number }>
}

export type LaggingCopies = {
  /** The table that answers a stale read: a copy, made at the first call; the table itself if it does not exist. */
  staleNameOf: (tableName: string) => Promise<string>
  /** To be told of every write, whatever became of it. */
  noteWrites: (writes: readonly ItemWrite[]) => void
  stop: () => Promise<void>
}

/**
 * A second table beside each table that is read stale. Every item follows on its own, `lagMs` late, so that a
 * reader of the copy sees old items, old index entries and half of a transaction, yet never a state that an item did not
 * have: what an eventually consistent read or an index may answer. All expressions, orders and pages are the emulator's.
 * The front must see every write; items that the emulator expires by TTL stay in the copy, as they may for days on AWS.
 */
export function createLaggingCopies(options: {
  callDynamodb: CallDynamodb
  schemas: TableSchemas
  /** How late the next written item arrives. */
  lagMs: () => number
  log: (line: string) => void
}): LaggingCopies {
  const copies = new Map<string, LaggingCopy>()
  let running = true
  let following: Promise<void> | null = null

  return {
    staleNameOf: async (tableName) => {
      const copy = copies.get(tableName) ?? (await startCopy(tableName))
      await copy?.ready
      return copy?.name ?? tableName
    },
    noteWrites: (writes) => {
      for (const { tableName, attributes } of writes) {
        const copy = copies.get(tableName)
        if (copy === undefined) continue
        const id = itemId(copy.schema, attributes)
        if (copy.behind.has(id)) continue
        const dueMs = performance.now() + options.lagMs()
        copy.behind.set(id, { key: keyOf(copy.schema, attributes), dueMs })
      }
    },
    stop: async () => {
      running = false
      await following
    },
  }

  async function startCopy(tableName: string): Promise<LaggingCopy | undefined> {
    const schema = await options.schemas.describe(tableName)
    const started = copies.get(tableName)
    if (schema === null || started !== undefined) return started
    const copy: TableCopy = { of: tableName, name: `${tableName}-lagging`, schema }
    // Writes that arrive while it is filled are noted and follow later.
    const lagging = { ...copy, behind: new Map(), ready: fillCopy(options.callDynamodb, copy) }
    copies.set(tableName, lagging)
    lagging.ready.catch(() => copies.delete(tableName))
    following ??= follow()
    return lagging
  }

  async function follow(): Promise<void> {
    while (running) {
      await wait(FOLLOW_EVERY_MS, undefined, { ref: false })
      for (const copy of copies.values()) {
        try {
          await copy.ready
          await transferDue(copy)
        } catch (error) {
          options.log(`The lagging copy of ${copy.of} waits: ${String(error)}`)
          await wait(AFTER_FAILURE_MS, undefined, { ref: false })
        }
      }
    }
  }

  /** One transfer at a time, so that an older state of an item never overwrites a newer one. */
  async function transferDue(copy: LaggingCopy): Promise<void> {
    const now = performance.now()
    const due = [...copy.behind].filter(([, { dueMs }]) => dueMs <= now)
    for (const batch of inBatches(due)) {
      for (const [id] of batch) copy.behind.delete(id)
      const keys = batch.map(([, { key }]) => key)
      try {
        await transferItems(options.callDynamodb, copy, keys)
      } catch (error) {
        for (const [id, item] of batch) copy.behind.set(id, item)
        throw error
      }
    }
  }
}
