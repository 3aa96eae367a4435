import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { LocalFunction } from './read-functions.ts'
import { isCustomType } from './resource-types.ts'
import type { StackReader } from './stack-reader.ts'

const CustomProperties = z.looseObject({ ServiceToken: z.string() })

export type LocalCustomResource = {
  logicalId: string
  type: string
  functionArn: string
  /** As CloudFormation hands them over. */
  properties: Record<string, unknown>
}

/** Resources that a function of the same stack makes. */
export function readCustomResources(
  reader: StackReader,
  functions: readonly LocalFunction[],
): LocalCustomResource[] {
  const types = new Set(Object.values(reader.assembly.template.Resources).map(({ Type }) => Type))
  return [...types].filter(isCustomType).flatMap((type) =>
    reader.ofType(type, CustomProperties).map(({ logicalId, properties }) => {
      const functionArn = properties.ServiceToken
      if (!functions.some(({ arn }) => arn === functionArn)) {
        throw new StartError(`${logicalId} is made by ${functionArn}, which is no function of the stack.`)
      }
      return {
        logicalId,
        type,
        functionArn,
        properties: z.record(z.string(), z.unknown()).parse(toText(properties)),
      }
    }),
  )
}

/** CloudFormation hands over every number and boolean as text. */
function toText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toText)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toText(inner)]))
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}
