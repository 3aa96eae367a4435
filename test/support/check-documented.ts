import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { toOpenApi } from '../../shared/http/openapi.ts'
import { ROUTES } from '../../shared/http/route-table.ts'
import type { Route } from '../../shared/http/route.ts'

type Media = { schema: object; examples?: Record<string, unknown> }
type Documented = { content: Record<string, Media>; headers: Record<string, unknown> }
type Operations = Record<string, Record<string, { responses: Record<string, Documented | { $ref: string }> }>>

const DOCUMENT = JSON.parse(JSON.stringify(toOpenApi(ROUTES))) as {
  paths: Operations
  components: { responses: Record<string, Documented> }
}

/** Throws where a route answers what the OpenAPI document does not say of it: status, kind of body, problem, shape. */
export function checkDocumented(
  route: Pick<Route, 'method' | 'path'>,
  answer: { status: number; headers: Record<string, unknown>; body: unknown },
): void {
  const [contentType = ''] = String(answer.headers['content-type']).split(';')
  const name = `${route.method} ${route.path} ${answer.status} ${contentType}`
  const documented = findResponse(route, answer.status)
  const media = documented?.content[contentType]
  if (documented === undefined || media === undefined) throw new Error(`not documented: ${name}`)
  const { code } = answer.body as { code?: string }
  if (media.examples !== undefined && !(String(code) in media.examples)) {
    throw new Error(`not documented: ${name} ${code}`)
  }
  const known = new Set(['content-type', 'cache-control', 'x-content-type-options'])
  for (const header of Object.keys(documented.headers)) known.add(header.toLowerCase())
  const undocumented = Object.keys(answer.headers).filter((header) => !known.has(header))
  if (undocumented.length > 0) throw new Error(`not documented: ${name}: ${undocumented.join()}`)
  checkSchema(name, media.schema, answer.body)
}

function findResponse(
  { method, path }: Pick<Route, 'method' | 'path'>,
  status: number,
): Documented | undefined {
  const response = DOCUMENT.paths[path]?.[method.toLowerCase()]?.responses[String(status)]
  if (response === undefined || !('$ref' in response)) return response
  return DOCUMENT.components.responses[response.$ref.replace('#/components/responses/', '')]
}

const ajv = new Ajv2020({ strict: false })
addFormats.default(ajv)

/** With the document's components beside it, so that references lead somewhere. */
function checkSchema(name: string, schema: object, body: unknown): void {
  const validate =
    ajv.getSchema(name) ?? ajv.compile({ $id: name, components: DOCUMENT.components, ...schema })
  if (!validate(body)) throw new Error(`${name} is not as documented: ${ajv.errorsText(validate.errors)}`)
}
