import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const Kept = z.record(z.string(), z.string())

export type SecretStore = {
  /** Secret strings by ARN or name. */
  all: () => ReadonlyMap<string, string>
  put: (id: string, value: string) => void
}

/** The stack's secrets with the values of the local run, and over them what was put since, kept in the data folder. */
export function openSecretStore(dataDir: string, secrets: ReadonlyMap<string, string>): SecretStore {
  const file = join(dataDir, 'secrets.json')
  const put = new Map(
    Object.entries(existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}),
  )
  return {
    all: () => new Map([...secrets, ...[...put].filter(([id]) => secrets.has(id))]),
    put: (id, value) => {
      put.set(id, value)
      // At once or not at all: a run that is killed meanwhile must be able to start again.
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(put)), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    },
  }
}
