import { join } from 'node:path'
import openapiTypescript, { astToString } from 'openapi-typescript'
import { format, resolveConfig } from 'prettier'
import { toEventSchemas } from '../shared/domain/event-schema.ts'
import { toOpenApi } from '../shared/http/openapi.ts'
import { ROUTES } from '../shared/http/route-table.ts'

const ROOT = join(import.meta.dirname, '..')
const GENERATED = '/* eslint-disable max-lines -- made by `npm run documents` */'

/** Everything that is written from the code and kept beside it: path in the repository → content. */
export async function toDocuments(): Promise<Map<string, string>> {
  const openApi = JSON.stringify(toOpenApi(ROUTES))
  const documents = new Map([
    ['docs/openapi.json', openApi],
    ['test/support/api-types.ts', `${GENERATED}\n${astToString(await openapiTypescript(openApi))}`],
  ])
  for (const [name, schema] of toEventSchemas()) {
    documents.set(`docs/events/${name}.json`, JSON.stringify(schema))
  }
  const formatted = [...documents].map(async ([path, content]): Promise<[string, string]> => {
    const filepath = join(ROOT, path)
    return [path, await format(content, { ...(await resolveConfig(filepath)), filepath })]
  })
  return new Map(await Promise.all(formatted))
}
