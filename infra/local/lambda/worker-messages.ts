/** What a worker thread is told at its birth, and what it and the runner say to each other. */
export type WorkerStart = {
  file: string
  exportName: string
  functionName: string
  functionArn: string
  memoryMegabytes: number
}

export type ToWorker = { kind: 'invoke'; requestId: string; event: string; deadlineAt: number }

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'answered'; payload: string }
  | { kind: 'failed'; errorType: string; errorMessage: string; stack: string }
