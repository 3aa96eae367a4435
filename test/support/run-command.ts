import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../infra/local/local-account.ts'
import type { TestInbox } from './start-inbox.ts'

const COMMANDS = join(import.meta.dirname, '../../commands')

export type CommandResult = { code: number | null; stdout: string; stderr: string }
export type RunningCommand = { child: ChildProcess; result: Promise<CommandResult> }

/** One of the operator's commands as a process of its own, with the local AWS in the place of the real one. */
export function startCommand(inbox: TestInbox, name: string, args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, ['--no-warnings', join(COMMANDS, `${name}.ts`), ...args], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: inbox.stack.aws.url,
      AWS_REGION: LOCAL_REGION,
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()))
  const result = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }))
  return { child, result }
}

/** The stack's outputs in a file, as `cdk deploy --outputs-file` writes them. */
export function writeOutputs({ dataDir, stack }: TestInbox): string {
  const file = join(dataDir, 'outputs.json')
  writeFileSync(file, JSON.stringify({ 'inlet-dev': stack.stack.outputs }))
  return file
}
