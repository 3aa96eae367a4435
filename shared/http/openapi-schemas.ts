import * as z from 'zod'
import { plainly, plainlyOpen } from '../domain/published-schema.ts'
import { COMPONENT_WORDS, COMPONENTS } from './openapi-components.ts'

export type JsonSchema = z.core.JSONSchema.BaseSchema

/** Named schemas, and the others by the schema they were made from: what a name covers is a reference to it. */
export type OpenApiSchemas = {
  components: Record<string, JsonSchema>
  of: (schema: z.ZodType) => JsonSchema
}

/** What answers look like. */
export function toResponseSchemas(responses: readonly z.ZodType[]): OpenApiSchemas {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id })
  for (const [index, schema] of responses.entries()) {
    if (!registry.has(schema)) registry.add(schema, { id: `response ${index}` })
  }
  const { schemas } = z.toJSONSchema(registry, { uri: toReference, override: plainlyOpen })
  const components = Object.fromEntries(
    Object.keys(COMPONENTS).map((name) => [name, describe(name, withoutHead(schemas[name]))]),
  )
  return {
    components,
    of: (schema) => {
      const id = registry.get(schema)?.id
      if (id === undefined) throw new TypeError('a schema of a response that is not of the routes')
      return id in COMPONENTS ? { $ref: toReference(id) } : withoutHead(schemas[id])
    },
  }
}

/** What requests may be: strict, as the routes are. */
export function toRequestSchema(schema: z.ZodType): JsonSchema {
  return withoutHead(z.toJSONSchema(schema, { io: 'input', override: plainly }))
}

function toReference(name: string): string {
  return `#/components/schemas/${name}`
}

function describe(name: string, schema: JsonSchema): JsonSchema {
  for (const [property, description] of Object.entries(COMPONENT_WORDS[name] ?? {})) {
    const described = schema.properties?.[property]
    if (typeof described === 'object') described.description = description
  }
  return schema
}

function withoutHead(schema: JsonSchema | undefined): JsonSchema {
  const { $schema: _dialect, $id: _id, ...rest } = schema ?? {}
  return rest
}
