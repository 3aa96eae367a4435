import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const RUNNER = join(import.meta.dirname, '../../infra/local/main.ts')

/** `npm start` in a process of its own, as whoever uses it has it. */
export type Runner = { url: string; readyMs: number; synthesisMs: number; stop: () => Promise<void> }

export async function startRunner(): Promise<Runner> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['--no-warnings', RUNNER], {
    env: { PATH: process.env['PATH'], PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await exited
  }
  let synthesisMs = Number.NaN
  for await (const line of createInterface(child.stdout)) {
    synthesisMs = Number(/^ *(\d+) ms +CDK app synthesized/.exec(line)?.[1] ?? synthesisMs)
    const url = /^Inlet ready at (\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    child.stdout.resume()
    return { url, readyMs: performance.now() - startedAt, synthesisMs, stop }
  }
  await exited
  throw new Error('The local run ended before it was ready.')
}
