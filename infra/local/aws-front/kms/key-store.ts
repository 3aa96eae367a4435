import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const KEY_BYTES = 32
const Stored = z.record(z.string(), z.base64())

/** What each key is made of, by its ARN. Kept in the data folder, so that what was sealed opens after a restart. */
export function openKeyStore(dataDir: string, arns: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const file = join(dataDir, 'kms-keys.json')
  const stored = existsSync(file) ? Stored.parse(JSON.parse(readFileSync(file, 'utf8'))) : {}
  const missing = arns.filter((arn) => !Object.hasOwn(stored, arn))
  if (missing.length > 0) {
    for (const arn of missing) stored[arn] = randomBytes(KEY_BYTES).toString('base64')
    writeFileSync(file, JSON.stringify(stored), { mode: 0o600 })
  }
  return new Map(Object.entries(stored).map(([arn, key]) => [arn, Buffer.from(key, 'base64')]))
}
