import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toDocuments } from './documents.ts'

/** Schemas of earlier versions of an event are nobody's to write again: they stay as they were published. */
const root = join(import.meta.dirname, '..')
const documents = await toDocuments()
for (const [path, content] of documents) {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
console.log(
  `${documents.size} files written: the OpenAPI document, its client's types, and a JSON Schema per event`,
)
