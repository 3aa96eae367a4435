/** The parts of fauxqs that the host assembles. They are not its public face: the version is pinned, and the names are checked at start. */
export type FauxqsMessage = {
  messageId: string
  messageGroupId?: string
  sequenceNumber?: string
  approximateReceiveCount: number
}

export type FauxqsInflight = { message: FauxqsMessage; receiptHandle: string; visibilityDeadline: number }

export type FauxqsQueue = {
  isFifo(): boolean
  fifoMessages: Map<string, FauxqsMessage[]>
  fifoLockedGroups: Map<string, number>
  inflightMessages: Map<string, FauxqsInflight>
  persistence?: FauxqsPersistence
  notifyWaiters(): void
  dequeueFifo: (this: FauxqsQueue, count: number, visibility: number | undefined, dlq: unknown) => unknown[]
  changeVisibility: (this: FauxqsQueue, receiptHandle: string, seconds: number) => void
  processTimers: (this: FauxqsQueue) => void
}

export type FauxqsPersistence = {
  db: { prepare: (sql: string) => { run: (...values: string[]) => unknown } }
  load(sqs: FauxqsSqsStore, sns: object, s3: object): void
  updateMessageReady(messageId: string): void
  close(): void
}

export type FauxqsSqsStore = {
  region: string
  persistence?: FauxqsPersistence
  allQueues(): Iterable<FauxqsQueue>
}

export type FauxqsApp = {
  listen(options: { port: number; host: string }): Promise<string>
  close(): Promise<void>
}

type FauxqsClass<T> = { prototype: T; new (...values: string[]): T }

export type FauxqsParts = {
  buildApp: (options: { logger: boolean; defaultRegion: string; stores: object }) => FauxqsApp
  SqsStore: new () => FauxqsSqsStore
  SqsQueue: FauxqsClass<FauxqsQueue>
  SnsStore: new () => { region: string; persistence?: FauxqsPersistence }
  S3Store: new () => { persistence?: FauxqsPersistence }
  PersistenceManager: FauxqsClass<FauxqsPersistence>
}

export async function loadFauxqsParts(): Promise<FauxqsParts> {
  const main = import.meta.resolve('fauxqs')
  const modules = [
    './app.js',
    './sqs/sqsStore.js',
    './sns/snsStore.js',
    './s3/s3Store.js',
    './persistence.js',
  ]
  const loaded: object[] = []
  for (const module of modules) loaded.push((await import(new URL(module, main).href)) as object)
  const parts = Object.assign({}, ...loaded) as Partial<FauxqsParts>
  const queue = Object.keys(Object.getOwnPropertyDescriptors(parts.SqsQueue?.prototype ?? {}))
  const persistence = Object.keys(Object.getOwnPropertyDescriptors(parts.PersistenceManager?.prototype ?? {}))
  const complete =
    [parts.buildApp, parts.SqsStore, parts.SnsStore, parts.S3Store].every(
      (part) => typeof part === 'function',
    ) &&
    ['dequeueFifo', 'changeVisibility', 'processTimers'].every((method) => queue.includes(method)) &&
    ['load', 'updateMessageReady', 'close'].every((method) => persistence.includes(method))
  if (!complete) {
    throw new Error('This version of fauxqs is not the one that infra/local/emulators was written for.')
  }
  return parts as FauxqsParts
}
