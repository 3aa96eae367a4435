import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts'

/** Runs in a worker thread: one function instance. Imports the handler, then handles one event after the other. */
const start = workerData as WorkerStart

type Handler = (event: unknown, context: object) => unknown

function say(message: FromWorker): void {
  parentPort?.postMessage(message)
}

function fail(error: unknown): void {
  const failure = error instanceof Error ? error : new Error(String(error))
  say({ kind: 'failed', errorType: failure.name, errorMessage: failure.message, stack: failure.stack ?? '' })
}

async function loadHandler(): Promise<Handler> {
  const module = (await import(pathToFileURL(start.file).href)) as Record<string, unknown>
  const handler = module[start.exportName]
  if (typeof handler === 'function') return handler as Handler
  throw Object.assign(new Error(`${start.exportName} is undefined or not exported`), {
    name: 'Runtime.HandlerNotFound',
  })
}

function toContext({ requestId, deadlineAt }: ToWorker): object {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: start.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: start.functionArn,
    logGroupName: `/aws/lambda/${start.functionName}`,
    logStreamName: 'local',
    memoryLimitInMB: String(start.memoryMegabytes),
    getRemainingTimeInMillis: () => Math.max(0, deadlineAt - Date.now()),
  }
}

async function handle(handler: Handler, message: ToWorker): Promise<void> {
  try {
    const result: unknown = await handler(JSON.parse(message.event), toContext(message))
    // Nothing, or what JSON does not have, is null.
    const payload: string | undefined = JSON.stringify(result)
    say({ kind: 'answered', payload: payload ?? 'null' })
  } catch (error) {
    fail(error)
  }
}

try {
  const handler = await loadHandler()
  parentPort?.on('message', (message: ToWorker) => void handle(handler, message))
  say({ kind: 'ready' })
} catch (error) {
  fail(error)
  process.exit(1)
}
