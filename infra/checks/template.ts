import * as z from 'zod'

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
})

/** A CloudFormation template, as far as the rules read it. */
export const Template = z.looseObject({ Resources: z.record(z.string(), Resource) })
export type Template = z.infer<typeof Template>

export type TemplateResource = {
  id: string
  type: string
  properties: unknown
  deletionPolicy: string | null
}

export type Violation = { resource: string; tells: string }

/** One rule over a whole template. `context` says what the template alone does not. */
export type TemplateRule = {
  id: string
  says: string
  check: (template: Template, context: RuleContext) => Violation[]
}

export type RuleContext = { retainsData: boolean }

export function resourcesOf(template: Template, ...types: string[]): TemplateResource[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => types.includes(resource.Type))
    .map(([id, resource]) => ({
      id,
      type: resource.Type,
      properties: resource.Properties,
      deletionPolicy: resource.DeletionPolicy ?? null,
    }))
}

/** The value at a path of property names and indexes, or undefined. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
}

export function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = at(value, ...path)
  if (found === undefined) return []
  return Array.isArray(found) ? found : [found]
}

/** Names and values of the object at a path. */
export function entriesAt(value: unknown, ...path: string[]): [string, unknown][] {
  const found = at(value, ...path)
  return isRecord(found) ? Object.entries(found) : []
}

/** The logical id that a `Ref` or `Fn::GetAtt` names, or null. */
export function targetOf(value: unknown): string | null {
  const ref = at(value, 'Ref')
  if (typeof ref === 'string') return ref
  const [id] = listAt(value, 'Fn::GetAtt')
  return typeof id === 'string' ? (id.split('.')[0] ?? null) : null
}

/** Every string inside a value: the literal parts of joins, names in references, keys left out. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(stringsIn)
  return isRecord(value) ? Object.values(value).flatMap(stringsIn) : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
