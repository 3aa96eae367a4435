import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const COMMANDS = join(import.meta.dirname, '../../commands')

export type CommandResult = { code: number | null; stdout: string; stderr: string }
export type RunningCommand = { child: ChildProcess; result: Promise<CommandResult> }

/** One of the operator's commands as a process of its own, with nothing of this one's environment but what is given. */
export function startCommand(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): RunningCommand {
  const child = spawn(process.execPath, ['--no-warnings', join(COMMANDS, `${name}.ts`), ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()))
  const result = once(child, 'close').then(([code]) => ({ code: code as number | null, ...written }))
  return { child, result }
}
