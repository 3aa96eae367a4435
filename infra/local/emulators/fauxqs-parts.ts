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
  dequeueFifo(count: number, visibility: number | undefined, dlq: unknown): unknown[]
  changeVisibility(receiptHandle: string, seconds: number): void
  processTimers(): void
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

export type FauxqsParts = {
  buildApp: (options: { logger: boolean; defaultRegion: string; stores: object }) => FauxqsApp
  SqsStore: new () => FauxqsSqsStore
  SqsQueue: { prototype: FauxqsQueue }
  SnsStore: new () => { region: string; persistence?: FauxqsPersistence }
  S3Store: new () => { persistence?: FauxqsPersistence }
  PersistenceManager: new (directory: string) => FauxqsPersistence
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
  const missing = [
    parts.buildApp,
    parts.SqsStore,
    parts.SqsQueue?.prototype.dequeueFifo,
    parts.SqsQueue?.prototype.changeVisibility,
    parts.SqsQueue?.prototype.processTimers,
    parts.SnsStore,
    parts.S3Store,
    parts.PersistenceManager?.prototype.updateMessageReady,
  ].filter((part) => part === undefined).length
  if (missing > 0)
    throw new Error('This version of fauxqs is not the one that infra/local/emulators was written for.')
  return parts as FauxqsParts
}
