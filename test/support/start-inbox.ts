import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type ApiClient, createApiClient } from './api-client.ts'
import { type LocalStackOptions, type RunningStack, startLocalStack } from '../../infra/local/start-stack.ts'
import { synthesizeOnce } from './synthesized.ts'

const SETTLES_WITHIN_MS = 15_000
const PAUSE_MS = 25

export type TestInbox = {
  url: string
  stack: RunningStack
  /** Folder of all that is kept. */
  dataDir: string
  /** The API, as an agent with every scope. */
  api: ApiClient
  /** A path that the API's document does not name, such as those of the local run. */
  get: <T>(path: string) => Promise<T>
  /** Reads until it is as expected; the last answer when it never is. */
  eventually: <T>(read: () => Promise<T>, isDone: (value: T) => boolean) => Promise<T>
  stop: () => Promise<void>
}

export type TestInboxOptions = Partial<
  Pick<LocalStackOptions, 'weather' | 'seed' | 'rules' | 'overrides' | 'log'>
>

/** The whole inbox as `npm start` runs it, on a free port, with data of its own. */
export async function startInbox(options: TestInboxOptions = {}): Promise<TestInbox> {
  const dataDir = mkdtempSync(join(tmpdir(), 'inlet-test-'))
  const stack = await startLocalStack({
    ...synthesizeOnce(),
    dataDir,
    port: 0,
    weather: 'calm',
    seed: 1,
    log: () => {},
    ...options,
  })
  const token = await readToken(stack.url)
  return {
    url: stack.url,
    stack,
    dataDir,
    api: createApiClient(stack.url, token),
    get: async <T>(path: string) => {
      const response = await fetch(stack.url + path, { headers: { authorization: `Bearer ${token}` } })
      return (await response.json()) as T
    },
    eventually: async (read, isDone) => {
      const deadline = Date.now() + SETTLES_WITHIN_MS
      for (;;) {
        const value = await read()
        if (isDone(value) || Date.now() > deadline) return value
        await wait(PAUSE_MS)
      }
    },
    stop: async () => {
      await stack.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function readToken(url: string): Promise<string> {
  const response = await fetch(`${url}/local/token`, { method: 'POST' })
  return ((await response.json()) as { access_token: string }).access_token
}
