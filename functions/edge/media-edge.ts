import { randomUUID } from 'node:crypto'
import { S3Client } from '@aws-sdk/client-s3'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { Context } from 'aws-lambda'
import * as z from 'zod/mini'
import type { FetchFilesDeps, FilesReport } from '../../shared/app/media/fetch-files.ts'
import type { MessagePlace } from '../../shared/app/media/media-ports.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createFileShelf } from '../../shared/aws/file-shelf.ts'
import { createFileSource } from '../../shared/aws/file-source.ts'
import { createHttpsPlatform } from '../../shared/aws/https-platform.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createSecretShelf } from '../../shared/aws/secret-shelf.ts'
import { findChannel, findMedia } from '../../shared/channels/registry.ts'
import { MediaEnvironment, readEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { once } from './once.ts'
import { systemClock, systemPacer } from './system.ts'

const CALL_TIMEOUT_MS = 10_000
const PAUSE_TIMEOUT_MS = 20_000
const FILE_TIMEOUT_MS = 200_000
/** A file at its slowest: with less time left, the next one waits until the message is looked at again. */
const TURN_MS = CALL_TIMEOUT_MS * 2 + FILE_TIMEOUT_MS + 20_000

/** What `createMediaRequests` sends. */
const MediaMessage = z.strictObject({ conversationId: z.string(), seq: z.int().check(z.positive()) })

type Deps = Omit<FetchFilesDeps, 'hasTime'>
type FetchFiles = (deps: FetchFilesDeps, place: MessagePlace) => Promise<FilesReport>

/** Wires fetching to table, bucket, secrets and platforms: one message an invocation. */
export function createMediaEdge(fetchFiles: FetchFiles): (event: unknown, context: Context) => Promise<void> {
  const logger = once(createLogger)
  const compose = once(() => composeMedia((reason) => logger().warn('address refused', { reason })))
  return async (event, context) => {
    const place = MediaMessage.parse(event)
    try {
      const hasTime = (): boolean => context.getRemainingTimeInMillis() > TURN_MS
      const report = await fetchFiles({ ...compose(), hasTime }, place)
      logger().info('media', { ...place, ...report })
    } catch (error) {
      // Told to Lambda too, for its metric of errors. The message's instant comes again.
      logger().error('media failed', { ...place, error: toLoggableError(error) })
      throw error
    }
  }
}

function composeMedia(noteRefusal: (reason: string) => void): Deps {
  const environment = readEnvironment(MediaEnvironment, process.env)
  const bases = environment.INLET_PLATFORM_HOSTS
  return {
    store: createInboxStore(createTable(environment.INLET_TABLE_NAME), {
      clock: systemClock,
      retentionDays: environment.INLET_RETENTION_DAYS ?? null,
    }),
    clockChannels: createClockChannels(findChannel),
    findMedia,
    secrets: createSecretShelf(
      new SecretsManagerClient({}),
      environment.INLET_CHANNEL_SECRETS_ARN,
      systemClock,
    ),
    platform: createHttpsPlatform({ hosts: bases, timeoutMs: CALL_TIMEOUT_MS }),
    source: createFileSource({
      bases,
      answerTimeoutMs: CALL_TIMEOUT_MS,
      pauseTimeoutMs: PAUSE_TIMEOUT_MS,
      fileTimeoutMs: FILE_TIMEOUT_MS,
    }),
    shelf: createFileShelf(new S3Client({}), environment.INLET_FILES_BUCKET),
    noteRefusal,
    clock: systemClock,
    pacer: systemPacer,
    nextNonce: randomUUID,
    nextRun: randomUUID,
  }
}
