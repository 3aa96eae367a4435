import { readFileSync } from 'node:fs'
import * as z from 'zod'

/** What `cdk deploy --outputs-file` writes: outputs by stack. https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html */
const OutputsFile = z.record(z.string(), z.record(z.string(), z.string()))

export type StackOutputs = Readonly<Record<string, string>>

/** The outputs of the one stack of a file, or of the one that is named. Throws what to do instead. */
export function readStackOutputs(file: string, stack: string | undefined): StackOutputs {
  const stacks = parseFile(file)
  const names = Object.keys(stacks)
  const [only] = names
  if (stack === undefined && names.length !== 1) {
    throw new Error(`${file} names ${names.length} stacks: say which one with --stack (${names.join(', ')})`)
  }
  const outputs = stacks[stack ?? only ?? '']
  if (outputs === undefined) throw new Error(`${file} has no stack ${stack}: ${names.join(', ')}`)
  return outputs
}

export function requireOutput(outputs: StackOutputs, name: string): string {
  const value = outputs[name]
  if (value !== undefined) return value
  throw new Error(`the outputs lack ${name}: deploy this version, and let it write them again`)
}

function parseFile(file: string): Record<string, StackOutputs> {
  try {
    return OutputsFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? 'it is not what cdk writes' : String(error)
    throw new Error(`${file} cannot be read (${why}). It is made by: npx cdk deploy --outputs-file ${file}`, {
      cause: error,
    })
  }
}
