import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const Stored = z.strictObject({ streamArn: z.string(), sequence: z.string() })

export type Checkpoint = {
  /** Where to read on after a start; null at the beginning of the stream. */
  position: string | null
  /** Records in the order of the stream, when they were read. */
  opened: (sequences: readonly string[]) => void
  /** Handled, or given up. The position moves on when all before it are closed too. */
  closed: (sequences: readonly string[]) => void
  openCount: () => number
}

/**
 * Where a mapping is in its stream, kept in the data folder so that a killed runner goes on. Shards work at their own pace:
 * the position is the lowest that any still has to do, so a restart repeats some records and skips none.
 */
export function openCheckpoint(dataDir: string, mappingId: string, streamArn: string): Checkpoint {
  const directory = join(dataDir, 'checkpoints')
  mkdirSync(directory, { recursive: true })
  const file = join(directory, `${mappingId}.json`)
  const open: string[] = []
  const done = new Set<string>()
  return {
    position: read(file, streamArn),
    openCount: () => open.length,
    opened: (sequences) => {
      open.push(...sequences)
    },
    closed: (sequences) => {
      for (const sequence of sequences) done.add(sequence)
      let position: string | null = null
      while (open[0] !== undefined && done.delete(open[0])) position = open.shift() ?? null
      if (position !== null) write(file, { streamArn, sequence: position })
    },
  }
}

function read(file: string, streamArn: string): string | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  const stored = Stored.parse(JSON.parse(text))
  // Another stream: the table was made anew, and its numbers began again.
  return stored.streamArn === streamArn ? stored.sequence : null
}

function write(file: string, stored: z.infer<typeof Stored>): void {
  writeFileSync(`${file}.new`, JSON.stringify(stored))
  renameSync(`${file}.new`, file)
}
