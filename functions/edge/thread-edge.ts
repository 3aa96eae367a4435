import { createHash, randomBytes } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { ThreadDeps } from '../../shared/app/thread/thread-deps.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createThreadShelf } from '../../shared/aws/thread-shelf.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { createRedaction } from '../../shared/domain/redaction/redaction.ts'
import { HandoffSettings } from '../../shared/domain/handoff/handoff-settings.ts'
import { createFailure } from '../../shared/page/failure.ts'
import type { Asset, PageSettings } from '../../shared/page/page-answers.ts'
import type { PageRequest, PageResponse } from '../../shared/page/page-message.ts'
import { ASSET_PREFIX } from '../../shared/page/paths.ts'
import { readEnvironment, ThreadEnvironment } from './environment.ts'
import { toBucketPlace } from './files-edge.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { once } from './once.ts'
import { systemClock, systemPacer } from './system.ts'
import { composeSeals } from './thread-seals-edge.ts'

const SECRET_BYTES = 32
const HASH_CHARS = 16

type HandlePageRequest = (
  request: PageRequest,
  deps: ThreadDeps,
  settings: PageSettings,
) => Promise<PageResponse>
type ThreadHandler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>

/** Wires the page of secure threads to table and key: an HTTP event in, a page out, one log line. */
export function createThreadEdge(
  handle: HandlePageRequest,
  sources: { script: string; style: string },
): ThreadHandler {
  const compose = once(() => composeThread(sources))
  const logger = once(createLogger)
  return async (event) => {
    const { requestId } = event.requestContext
    try {
      const { deps, settings } = compose()
      const response = await handle(toPageRequest(event), deps, settings)
      // A page asks every two seconds: a line for each would say nothing.
      if (response.trace.step !== 'news') {
        logger().info('thread', { requestId, status: response.status, ...response.trace })
      }
      return toPageResult(response)
    } catch (error) {
      logger().error('thread failed', { requestId, error: toLoggableError(error) })
      return toPageResult(createFailure(event.headers['accept-language']))
    }
  }
}

function composeThread(sources: { script: string; style: string }): {
  deps: ThreadDeps
  settings: PageSettings
} {
  const environment = readEnvironment(ThreadEnvironment, process.env)
  const { INLET_THREAD_RETENTION_DAYS: threadDays } = environment
  return {
    deps: {
      store: createInboxStore(createTable(environment.INLET_TABLE_NAME), {
        clock: systemClock,
        retentionDays: environment.INLET_RETENTION_DAYS ?? null,
        ...(threadDays === undefined ? {} : { threadDays }),
      }),
      clockChannels: createClockChannels(findChannel),
      clock: systemClock,
      pacer: systemPacer,
      seals: composeSeals(environment.INLET_THREAD_KEY_ARN),
      files: createThreadShelf({
        ...toBucketPlace(environment),
        clock: systemClock,
        pacer: systemPacer,
      }),
      replies: {
        findChannel,
        usesHumanAgentWindow: environment.INLET_HUMAN_AGENT === 'on',
        redaction: createRedaction(environment.INLET_REDACTION),
      },
      words: HandoffSettings.parse(environment.INLET_HANDOFF),
      shards: { queue: environment.INLET_QUEUE_SHARDS, feed: environment.INLET_FEED_SHARDS },
      nextSecret: () => randomBytes(SECRET_BYTES),
    },
    settings: {
      publicUrl: environment.INLET_PUBLIC_URL,
      assets: {
        script: toAsset('thread', 'js', 'text/javascript; charset=utf-8', sources.script),
        style: toAsset('thread', 'css', 'text/css; charset=utf-8', sources.style),
      },
    },
  }
}

function toAsset(name: string, extension: string, contentType: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, HASH_CHARS)
  return { path: `${ASSET_PREFIX}${name}.${hash}.${extension}`, contentType, body }
}

function toPageRequest(event: APIGatewayProxyEventV2): PageRequest {
  const { http, requestId } = event.requestContext
  const headers = Object.entries(event.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), value] as const],
  )
  return {
    method: http.method,
    path: event.rawPath,
    rawQuery: event.rawQueryString,
    headers: Object.fromEntries(headers),
    cookies: event.cookies ?? [],
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    address: http.sourceIp,
    requestId,
  }
}

function toPageResult({ status, headers, cookies, body }: PageResponse): APIGatewayProxyStructuredResultV2 {
  const isText = typeof body === 'string'
  return {
    statusCode: status,
    headers: { ...headers },
    cookies: [...cookies],
    body: isText ? body : Buffer.from(body).toString('base64'),
    isBase64Encoded: !isText,
  }
}
