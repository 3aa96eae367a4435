import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { LocalAssembly, Resource } from './assembly.ts'
import { createReferences, type LocalUrls } from './references.ts'
import { runTypeOf } from './resource-types.ts'
import { resolveValue } from './resolve.ts'

/** What the readers of the single kinds look things up in: resolved, checked resources. */
export type StackReader = {
  /** Resources of a type, with properties resolved and checked against the schema. */
  ofType: <T>(type: string, schema: z.ZodType<T>) => { logicalId: string; properties: T }[]
  arnOf: (logicalId: string) => string
  refOf: (logicalId: string) => string
  assembly: LocalAssembly
}

export function createStackReader(assembly: LocalAssembly, urls: LocalUrls): StackReader {
  const references = createReferences(assembly.template, urls)
  const need = (value: string | undefined, logicalId: string): string => {
    if (value === undefined)
      throw new StartError(`The template has no resource ${logicalId} with an address.`)
    return value
  }
  return {
    assembly,
    arnOf: (logicalId) => need(references.attribute(logicalId, 'Arn'), logicalId),
    refOf: (logicalId) => need(references.ref(logicalId), logicalId),
    ofType: (type, schema) =>
      Object.entries(assembly.template.Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => {
          const resolved = resolveValue(usedProperties(resource), references, `${logicalId} (${type})`)
          const parsed = schema.safeParse(resolved)
          if (parsed.success) return { logicalId, properties: parsed.data }
          throw new StartError(
            `${logicalId} (${type}) is not what the local runner can imitate:\n${z.prettifyError(parsed.error)}`,
          )
        }),
  }
}

/** Inert properties are not even resolved: they may refer to what has no local value. */
function usedProperties(resource: Resource): Record<string, unknown> {
  const used = runTypeOf(resource)?.used ?? []
  return Object.fromEntries(Object.entries(resource.Properties).filter(([name]) => used.includes(name)))
}
