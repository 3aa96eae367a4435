import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { callAws } from '../aws-json.ts'

const START_TIMEOUT_MS = 5_000

export type Dynoxide = { url: string; process: ChildProcess; stop: () => Promise<void> }

export async function startDynoxide(binary: string, databaseFile: string): Promise<Dynoxide> {
  // dynoxide cannot say which port it got from the system, so a free one is asked for first; another process may be quicker.
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort()
    const log = openSync(`${databaseFile}.log`, 'a')
    const child = spawn(binary, ['serve', '--port', String(port), '--db-path', databaseFile], {
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    // Also when this process ends before dynoxide answers: nothing may be left holding the database.
    process.once('exit', () => child.kill('SIGKILL'))
    const url = `http://127.0.0.1:${port}`
    if (await answers(url, child)) return { url, process: child, stop: () => stop(child) }
    await stop(child)
    if (attempt === 3)
      throw new Error(`dynoxide (${binary}) did not start with the database ${databaseFile}.`)
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  let failed = false
  child.once('error', () => (failed = true))
  child.once('exit', () => (failed = true))
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!failed && Date.now() < deadline) {
    try {
      await callAws(url, 'DynamoDB_20120810', 'ListTables', {})
      return !failed
    } catch {
      await wait(10)
    }
  }
  return false
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  // Its database survives a kill, and nothing may be left holding it.
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
