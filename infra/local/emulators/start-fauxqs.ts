import { mkdirSync } from 'node:fs'
import { LOCAL_REGION } from '../local-account.ts'
import { loadFauxqsParts } from './fauxqs-parts.ts'
import { teachFifoGroups } from './fifo-groups.ts'

/** fauxqs on loopback only: its own `startFauxqs` listens on every interface of the machine. */
export async function startFauxqs(directory: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const parts = await loadFauxqsParts()
  teachFifoGroups(parts.SqsQueue.prototype)
  mkdirSync(directory, { recursive: true })

  const persistence = new parts.PersistenceManager(directory)
  // fauxqs 2.4 writes null over a column that may not be null, and the message is gone from memory by then.
  persistence.updateMessageReady = (messageId) => {
    persistence.db
      .prepare(
        'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
      )
      .run(messageId)
  }
  const sqsStore = new parts.SqsStore()
  const snsStore = new parts.SnsStore()
  const s3Store = new parts.S3Store()
  sqsStore.region = LOCAL_REGION
  snsStore.region = LOCAL_REGION
  // Loaded before the stores write through: a loaded queue would replace its row and cascade over its messages.
  persistence.load(sqsStore, snsStore, s3Store)
  for (const store of [sqsStore, snsStore, s3Store]) store.persistence = persistence
  for (const queue of sqsStore.allQueues()) {
    queue.persistence = persistence
    // What was in flight belonged to a runner that is gone. AWS's pollers do not die with the stack, so nobody would wait.
    for (const inflight of queue.inflightMessages.values()) inflight.visibilityDeadline = 0
  }

  const app = parts.buildApp({
    logger: false,
    defaultRegion: LOCAL_REGION,
    stores: { sqsStore, snsStore, s3Store },
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    stop: async () => {
      await app.close()
      persistence.close()
    },
  }
}
