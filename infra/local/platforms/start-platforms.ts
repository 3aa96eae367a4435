import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { StartError } from '../start-error.ts'

/** Named by its path: nothing here imports what stands in `test`. */
const ENTRY = join(import.meta.dirname, '../../../test/platforms/main.ts')
const STOP_PATIENCE_MS = 2_000

const Ready = z.object({
  url: z.url({ protocol: /^http$/ }),
  baseUrls: z.object({
    graph: z.string(),
    x: z.string(),
    twilio: z.string(),
    twilioMessaging: z.string(),
    awsSms: z.string(),
  }),
})

/** The send side of every platform, played by one process. */
export type Platforms = {
  /** Where their process answers, its `/control` too. */
  url: string
  /** Base URLs by the platforms' names, as settings name them. */
  hosts: Readonly<Record<string, string>>
  smsVoiceUrl: string
  /** What the functions that send are told beside the template's environment. */
  environment: Readonly<Record<string, string>>
  /** Calls that were received, oldest first. */
  sent: (query: string) => Promise<PlatformsAnswer>
  fault: (method: 'PUT' | 'DELETE', channel: string, body: Buffer) => Promise<PlatformsAnswer>
  /** A file that the platforms have from now on. */
  media: (id: string, plan: Buffer) => Promise<PlatformsAnswer>
  /** Lets the platforms know what passed the front: they learn customers and windows from it. Never fails. */
  observe: (observed: Observed) => void
  stop: () => Promise<void>
}

export type PlatformsAnswer = { status: number; body: Buffer }

export type Observed =
  | { channel: string; path: string; headers: Readonly<Record<string, string>>; body: Buffer }
  | { channel: string; topicBody: string }

export async function startPlatforms(options: {
  inboxUrl: string
  /** The platforms keep in it what was connected. */
  dataDir: string
  log: (line: string) => void
}): Promise<Platforms> {
  // Without a seed: kept data remembers the ids of an earlier run, and platforms never give one twice.
  const words = [
    '--no-warnings',
    ENTRY,
    '--inbox',
    options.inboxUrl,
    '--worlds',
    join(options.dataDir, 'platforms'),
  ]
  // Its standard input closes with this process, however this one ends: then it ends too.
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'pipe'] })
  const { url, baseUrls } = await readReady(child)
  const { awsSms, ...hosts } = baseUrls
  const ask = createAsker(url)
  let observing: Promise<unknown> = Promise.resolve()
  return {
    url,
    hosts,
    smsVoiceUrl: awsSms,
    environment: {
      INLET_PLATFORM_HOSTS: JSON.stringify(hosts),
      AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: awsSms,
    },
    sent: (query) => ask('GET', `/control/sent${query === '' ? '' : `?${query}`}`),
    fault: (method, channel, body) =>
      ask(method, `/control/faults/${encodeURIComponent(channel)}`, method === 'PUT' ? body : undefined),
    media: (id, plan) => ask('PUT', `/control/media/${encodeURIComponent(id)}`, plan),
    observe: (observed) => {
      const body = Buffer.from(JSON.stringify(toMessage(observed)))
      // In the order in which it passed.
      observing = observing
        .then(() => ask('POST', '/control/observed', body))
        .catch((error: unknown) => options.log(`The platforms did not take notice: ${String(error)}`))
    },
    stop: async () => {
      await observing
      await stop(child)
    },
  }
}

async function readReady(child: ChildProcess): Promise<z.infer<typeof Ready>> {
  const words: string[] = []
  child.stderr?.on('data', (chunk: Buffer) => words.push(chunk.toString()))
  if (child.stdout === null) throw new StartError('The platforms have no output.')
  const lines = createInterface(child.stdout)
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    once(child, 'exit').then(() => null),
  ])
  const ready = Ready.safeParse(parseJson(first))
  if (ready.success) return ready.data
  throw new StartError(`The platforms (${ENTRY}) did not start: ${words.join('').trim()}`)
}

function createAsker(url: string) {
  return async (method: string, path: string, body?: Buffer): Promise<PlatformsAnswer> => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url + path, {
      method,
      ...(body === undefined ? {} : { headers, body: new Uint8Array(body) }),
    })
    return { status: response.status, body: Buffer.from(await response.arrayBuffer()) }
  }
}

function toMessage(observed: Observed): object {
  if ('topicBody' in observed) return observed
  const { channel, path, headers, body } = observed
  return { channel, path, headers, bodyBase64: body.toString('base64') }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS)
  child.kill('SIGTERM')
  await exited
  clearTimeout(late)
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}
