import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { deserialize, serialize } from 'node:v8'

/** What people and `npm run connect` did in the platforms' consoles, kept in a file where one is named. */
export type WorldBook = {
  /** The platform's world as it was left, or this new one; changes of it are kept from now on. */
  open: <T extends object>(platform: string, fresh: T) => T
  /** Writes what has changed since the last time. */
  keep: () => void
}

export function createWorldBook(file: string | null): WorldBook {
  // Worlds hold maps, which JSON has no word for.
  const left = file !== null && existsSync(file) ? (deserialize(readFileSync(file)) as Worlds) : {}
  const worlds: Worlds = {}
  let written = Buffer.alloc(0)
  return {
    open: (platform, fresh) => {
      const world = { ...fresh, ...left[platform] }
      worlds[platform] = world
      return world
    },
    keep: () => {
      if (file === null) return
      const bytes = serialize(worlds)
      if (bytes.equals(written)) return
      // A run that is killed leaves the file as it was, or as it is now.
      writeFileSync(`${file}.new`, bytes)
      renameSync(`${file}.new`, file)
      written = bytes
    },
  }
}

type Worlds = Record<string, object>
