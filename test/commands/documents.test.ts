import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { toDocuments } from '../../commands/documents.ts'

const ROOT = join(import.meta.dirname, '../..')
const DOCUMENTS = await toDocuments()

it.each([...DOCUMENTS.keys()])(
  '%s: this guarantees that what is committed is what the code says (else: npm run documents)',
  (path) => {
    const file = join(ROOT, path)
    expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(DOCUMENTS.get(path))
  },
)
