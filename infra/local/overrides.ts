import { StartError } from './start-error.ts'
import type { LocalAssembly } from './template/assembly.ts'
import type { LocalFunction } from './template/read-functions.ts'

const CDK_HASH = /[0-9A-F]{8}$/

/** What a test or the proof changes in the stack that it runs. */
export type StackOverrides = {
  /** By title (`ingest`, `webhooks-sms`) or logical id: another module with the same export, further environment. */
  functions?: Readonly<Record<string, { file?: string; environment?: Readonly<Record<string, string>> }>>
  /** Properties laid over those of a resource, by logical id with or without the CDK's hash. */
  properties?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export function overrideProperties(assembly: LocalAssembly, overrides: StackOverrides): LocalAssembly {
  const resources = { ...assembly.template.Resources }
  for (const [name, properties] of Object.entries(overrides.properties ?? {})) {
    const found = Object.entries(resources).filter(
      ([logicalId]) => logicalId === name || logicalId.replace(CDK_HASH, '') === name,
    )
    if (found.length === 0) throw new StartError(`An override names ${name}, which is no resource.`)
    for (const [logicalId, resource] of found) {
      resources[logicalId] = { ...resource, Properties: { ...resource.Properties, ...properties } }
    }
  }
  return { ...assembly, template: { ...assembly.template, Resources: resources } }
}

export function overrideFunctions(functions: LocalFunction[], overrides: StackOverrides): LocalFunction[] {
  const changes = Object.entries(overrides.functions ?? {})
  for (const [name] of changes) {
    if (functions.some(({ title, logicalId }) => title === name || logicalId === name)) continue
    const titles = functions.map(({ title }) => title).join(', ')
    throw new StartError(`An override names the function ${name}. There are: ${titles}.`)
  }
  return functions.map((definition) => {
    const change = changes.find(([name]) => name === definition.title || name === definition.logicalId)?.[1]
    if (change === undefined) return definition
    return {
      ...definition,
      entry: { ...definition.entry, file: change.file ?? definition.entry.file },
      environment: { ...definition.environment, ...change.environment },
    }
  })
}
