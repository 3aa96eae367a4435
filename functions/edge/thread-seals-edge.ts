import { randomBytes } from 'node:crypto'
import { KMSClient } from '@aws-sdk/client-kms'
import type { ThreadSeals } from '../../shared/app/thread/thread-ports.ts'
import { createThreadSeals } from '../../shared/aws/thread-seals.ts'
import { systemClock } from './system.ts'

/** What opens and seals secure threads, by the stack's own key. */
export function composeSeals(keyArn: string): ThreadSeals {
  return createThreadSeals(new KMSClient({}), { keyArn, clock: systemClock, randomBytes })
}
