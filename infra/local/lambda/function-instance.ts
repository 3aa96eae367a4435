import { Worker } from 'node:worker_threads'
import type { LocalFunction } from '../template/read-functions.ts'
import type { FunctionLog } from './function-log.ts'
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts'

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 * A function that takes longer is begun once more by Lambda, within its own timeout. Here it is waited for, for as long as
 * both: a busy laptop imports slowly, and an event must not be lost for that.
 */
const INIT_TIMEOUT_MS = 10_000

export type InvocationOutcome =
  { kind: 'succeeded'; payload: string } | { kind: 'failed'; errorType: string; errorMessage: string }

export type FunctionInstance = {
  /** Imports the handler, as Lambda does before the first event. Null when it went well. */
  initialize: () => Promise<InvocationOutcome | null>
  /** One event at a time: the caller waits for the outcome before the next. */
  invoke: (requestId: string, event: string) => Promise<InvocationOutcome>
  /** Ends the thread wherever it is, as a crashing host would. */
  kill: () => void
  alive: () => boolean
}

export function startFunctionInstance(
  definition: LocalFunction,
  environment: Record<string, string>,
  log: FunctionLog,
): FunctionInstance {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    env: environment,
    execArgv: ['--no-warnings'],
    stdout: true,
    stderr: true,
    workerData: {
      file: definition.entry.file,
      exportName: definition.entry.export,
      functionName: definition.logicalId,
      functionArn: definition.arn,
      memoryMegabytes: definition.memoryMegabytes,
    } satisfies WorkerStart,
    resourceLimits: { maxOldGenerationSizeMb: definition.memoryMegabytes },
  })
  log.attach(worker.stdout, worker.stderr)
  const timeoutMs = definition.timeoutSeconds * 1000

  let alive = true
  let ready = false
  let waiting: ((message: FromWorker) => void) | null = null
  let last: FromWorker | null = null
  const hear = (message: FromWorker): void => {
    ready ||= message.kind === 'ready'
    const listener = waiting
    waiting = null
    if (listener === null) last = message
    else listener(message)
  }
  const die = (errorType: string, errorMessage: string): void => {
    if (!alive) return
    alive = false
    hear({ kind: 'failed', errorType, errorMessage, stack: '' })
  }
  worker.on('message', hear)
  worker.on('error', (error: Error) => {
    log.platform(`uncaught ${error.stack ?? error.message}`)
    die('Runtime.ExitError', `Runtime exited with error: ${error.message}`)
  })
  worker.on('exit', (code) => die('Runtime.ExitError', `Runtime exited with exit status ${code}`))

  const next = (patienceMs: number, what: string): Promise<FromWorker> =>
    new Promise((resolve) => {
      if (last !== null) {
        resolve(last)
        last = null
        return
      }
      const timer = setTimeout(() => {
        die('Sandbox.Timedout', `Task timed out after ${(patienceMs / 1000).toFixed(2)} seconds (${what})`)
        void worker.terminate()
      }, patienceMs)
      waiting = (message) => {
        clearTimeout(timer)
        resolve(message)
      }
    })

  const initialize = async (): Promise<InvocationOutcome | null> => {
    if (ready) return null
    const first = await next(INIT_TIMEOUT_MS + timeoutMs, 'initialization')
    return first.kind === 'ready' ? null : toOutcome(first, log)
  }

  return {
    alive: () => alive,
    initialize,
    kill: () => {
      die('Runtime.ExitError', 'Runtime exited with error: signal: killed')
      void worker.terminate()
    },
    invoke: async (requestId, event) => {
      const failed = await initialize()
      if (failed !== null) return failed
      worker.postMessage({
        kind: 'invoke',
        requestId,
        event,
        deadlineAt: Date.now() + timeoutMs,
      } satisfies ToWorker)
      return toOutcome(await next(timeoutMs, 'invocation'), log)
    },
  }
}

function toOutcome(message: FromWorker, log: FunctionLog): InvocationOutcome {
  if (message.kind === 'answered') return { kind: 'succeeded', payload: message.payload }
  if (message.kind === 'ready') {
    return { kind: 'failed', errorType: 'Runtime.Unknown', errorMessage: 'The instance started twice.' }
  }
  log.platform(
    `${message.errorType}: ${message.errorMessage}${message.stack === '' ? '' : `\n${message.stack}`}`,
  )
  return { kind: 'failed', errorType: message.errorType, errorMessage: message.errorMessage }
}
