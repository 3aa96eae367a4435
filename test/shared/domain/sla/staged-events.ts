import type { Entry } from '../../../../shared/domain/entry.ts'

/** An event as consumers get it, in the order in which it is published. */
export type StagedEvent = {
  type: string
  seq: number
  revision: number
  at: string
  data: Record<string, unknown>
}

/** As the publisher does: what was added, then what was changed. `known`: the log before. */
export function listStagedEvents(
  entries: readonly Entry[],
  known: ReadonlyMap<number, Entry>,
): StagedEvent[] {
  const inOrder = entries.toSorted((left, right) => left.seq - right.seq)
  const added = inOrder
    .filter(({ seq }) => !known.has(seq))
    .flatMap((entry) => {
      const own = entry.kind === 'activity' ? [{ type: entry.type, data: entry.data }] : []
      const { seq, at } = entry
      return [...own, ...entry.caused].map(({ type, data }) => ({ type, seq, revision: 1, at, data }))
    })
  const changed = inOrder.flatMap(({ seq, changes }) =>
    changes
      .filter(({ revision }) => revision > (known.get(seq)?.revision ?? 1))
      .flatMap(({ revision, at, parts }) =>
        parts.map(({ type, data }) => ({ type, seq, revision, at, data })),
      ),
  )
  return [...added, ...changed]
}
