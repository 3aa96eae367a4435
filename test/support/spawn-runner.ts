import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../infra/local/main.ts', import.meta.url))

export type SpawnedRunner = {
  url: string
  /** Without a chance to finish anything. */
  kill: () => Promise<void>
  /** Resolves once the last process that it started has ended as well: they hold its standard error, and its data. */
  gone: Promise<void>
  /** As Ctrl-C does. Resolves with the exit code. */
  stop: () => Promise<number | null>
}

/** `npm start` as a process of its own, on a free port. Throws with its last words when it ends before it is ready. */
export async function spawnRunner(environment: Readonly<Record<string, string>>): Promise<SpawnedRunner> {
  const child = spawn(process.execPath, ['--no-warnings', MAIN], {
    env: { PATH: process.env['PATH'], PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const gone = once(child, 'close').then(() => undefined)
  const lines: string[] = []
  child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line)
      const ready = /^Inlet ready at (\S+)/.exec(line)
      if (ready?.[1] !== undefined) resolve(ready[1])
    })
    void exited.then(() => reject(new Error(`the runner ended:\n${lines.slice(-10).join('\n')}`)))
  })
  return {
    url,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    gone,
    stop: () => {
      child.kill('SIGINT')
      return exited
    },
  }
}
