import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { StartError } from '../start-error.ts'
import { findDynoxide } from './find-dynoxide.ts'

const STOP_TIMEOUT_MS = 5_000

const HostMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    fauxqsUrl: z.string(),
    dynamodbUrl: z.string().nullable(),
  }),
  z.object({ kind: z.literal('failed'), locked: z.boolean(), message: z.string() }),
])

export type Emulators = {
  dynamodbUrl: string
  fauxqsUrl: string
  /** Settles when the host ends without having been asked to. */
  died: Promise<void>
  stop: () => Promise<void>
}

export async function startEmulators(options: {
  dataDir: string
  /** A DynamoDB that runs elsewhere, instead of dynoxide. */
  dynamodbEndpoint: string | null
}): Promise<Emulators> {
  const binary = options.dynamodbEndpoint === null ? findDynoxide() : ''
  const script = fileURLToPath(new URL('./emulator-host.ts', import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', script, options.dataDir, binary], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A process group of their own: Ctrl-C in a terminal is for the runner, which still needs them to finish.
    detached: true,
  })
  const exited = once(child, 'exit').then(() => endGroup(child.pid))
  const first = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([line]) => String(line)),
    exited.then(() => ''),
  ])
  const message = HostMessage.safeParse(first === '' ? null : JSON.parse(first))
  if (!message.success || message.data.kind === 'failed') {
    child.stdin.end()
    const failure = message.success && message.data.kind === 'failed' ? message.data : null
    throw new StartError(
      failure?.locked === true
        ? `Another Inlet is running with the data folder ${options.dataDir}. Stop it, or set INLET_DATA to another folder.`
        : `The emulators did not start: ${failure?.message ?? 'their process ended'}`,
    )
  }
  let stopping = false
  return {
    fauxqsUrl: message.data.fauxqsUrl,
    dynamodbUrl: options.dynamodbEndpoint ?? message.data.dynamodbUrl ?? '',
    died: exited.then(() => (stopping ? new Promise<void>(() => undefined) : undefined)),
    stop: async () => {
      stopping = true
      child.stdin.end()
      const late = setTimeout(() => endGroup(child.pid), STOP_TIMEOUT_MS)
      await exited
      clearTimeout(late)
    },
  }
}

/** A host that was killed cannot end dynoxide any more; the group that it led still names it. */
function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL')
  } catch {
    // Nobody of the group is left: the usual case.
  }
}
