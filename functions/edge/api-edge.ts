import { SQSClient } from '@aws-sdk/client-sqs'
import middy from '@middy/core'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { linkFiles } from '../../shared/app/media/link-files.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import { createClockRecordReader } from '../../shared/aws/clock-record-reader.ts'
import { createContactStore } from '../../shared/aws/contact-store.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { createFeedReader } from '../../shared/aws/feed-reader.ts'
import { createFileLinks, PEOPLE_SECONDS } from '../../shared/aws/file-links.ts'
import { createHandoffReader } from '../../shared/aws/handoff-reader.ts'
import { createInboxReader } from '../../shared/aws/inbox-reader.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { createOutboundQueue } from '../../shared/aws/outbound-queue.ts'
import { createUploadShelf } from '../../shared/aws/upload-shelf.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { createThreadFileReader } from '../../shared/aws/thread-file-reader.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { HandoffSettings } from '../../shared/domain/handoff/handoff-settings.ts'
import { createRedaction } from '../../shared/domain/redaction/redaction.ts'
import type { Authentication } from '../../shared/http/caller.ts'
import type { HttpRequest, HttpResponse } from '../../shared/http/http-message.ts'
import { toOpenApi } from '../../shared/http/openapi.ts'
import { ROUTES } from '../../shared/http/route-table.ts'
import type { ApiDependencies } from '../../shared/http/route.ts'
import { createAddressList } from './address-list.ts'
import { ApiEvent, toApiResult, toHttpRequest } from './api-event.ts'
import { apiFailure, apiLog } from './api-middleware.ts'
import { type AuthorizationSettings, toAuthentication } from './authorize.ts'
import { ApiEnvironment, readEnvironment } from './environment.ts'
import { toBucketPlace } from './files-edge.ts'
import { createLogger } from './logger.ts'
import { once } from './once.ts'
import { systemClock, systemPacer } from './system.ts'
import { composeSeals } from './thread-seals-edge.ts'

/** Time to answer 503 before Lambda ends the invocation, which API Gateway would turn into its own error. */
const TIMEOUT_EARLY_MS = 500

type HandleRequest = (request: HttpRequest, dependencies: ApiDependencies) => Promise<HttpResponse>
type ApiHandler = (event: unknown, context: Context) => Promise<APIGatewayProxyStructuredResultV2>

/** Wires the API to the table: an HTTP API event in, the answer out, one log line. */
export function createApiEdge(handleRequest: HandleRequest): ApiHandler {
  const compose = once(composeApi)
  const answer = middy<unknown, HttpResponse>({ timeoutEarlyInMillis: TIMEOUT_EARLY_MS })
    .use(apiLog(once(createLogger), systemClock))
    .use(apiFailure())
    .handler(async (event: unknown) => {
      const { dependencies, settings, mayReadThreads } = compose()
      const request = ApiEvent.parse(event)
      const { claims } = request.requestContext.authorizer?.jwt ?? {}
      const { sourceIp } = request.requestContext.http
      const authentication = toAuthentication(claims ?? undefined, settings)
      return handleRequest(
        toHttpRequest(request, mayReadThreads(sourceIp) ? authentication : withoutThreads(authentication)),
        dependencies,
      )
    })
  return async (event, context) => toApiResult(await answer(event, context))
}

/** From an address that the settings do not name, secure threads are not there. */
function withoutThreads(authentication: Authentication): Authentication {
  if (authentication.kind === 'rejected') return authentication
  const { caller } = authentication
  const scopes = new Set([...caller.scopes].filter((scope) => scope !== 'inbox:secure'))
  return { kind: 'authenticated', caller: { ...caller, scopes } }
}

function composeApi(): {
  dependencies: ApiDependencies
  settings: AuthorizationSettings
  mayReadThreads: (address: string) => boolean
} {
  const environment = readEnvironment(ApiEnvironment, process.env)
  const { INLET_THREAD_KEY_ARN: threadKey, INLET_THREAD_RETENTION_DAYS: threadDays } = environment
  const table = createTable(environment.INLET_TABLE_NAME)
  const files = toBucketPlace(environment)
  const toLink = createFileLinks({ ...files, clock: systemClock, seconds: PEOPLE_SECONDS })
  return {
    dependencies: {
      reader: linkFiles(createInboxReader(table, systemClock), toLink),
      contacts: createContactStore(table, systemClock),
      store: createInboxStore(table, {
        clock: systemClock,
        retentionDays: environment.INLET_RETENTION_DAYS ?? null,
        ...(threadDays === undefined ? {} : { threadDays }),
      }),
      clockChannels: createClockChannels(findChannel),
      rules: createRulesStore(table, systemClock),
      records: createClockRecordReader(table, systemClock),
      handoffReader: createHandoffReader(table, systemClock),
      handoffs: HandoffSettings.parse(environment.INLET_HANDOFF),
      servesThreads: threadKey !== undefined,
      uploads: createUploadShelf({ ...files, clock: systemClock, pacer: systemPacer }),
      answers: createAnswerStore(table, systemClock),
      accounts: createAccountStore(table, systemClock),
      outbound: createOutboundQueue(new SQSClient({}), environment.INLET_OUTBOUND_QUEUE_URL),
      files: createThreadFileReader({ ...files, clock: systemClock, pacer: systemPacer }),
      feed: createFeedReader(table, systemClock),
      seals: threadKey === undefined ? null : composeSeals(threadKey),
      clock: systemClock,
      pacer: systemPacer,
      queueShards: environment.INLET_QUEUE_SHARDS,
      feedShards: environment.INLET_FEED_SHARDS,
      replies: {
        findChannel,
        usesHumanAgentWindow: environment.INLET_HUMAN_AGENT === 'on',
        redaction: createRedaction(environment.INLET_REDACTION),
      },
      replyWindowOf: (name, visibility) =>
        findChannel(name)?.manifest.capabilities[visibility]?.replyWindow ?? null,
      openApi: once(() => toOpenApi(ROUTES)),
    },
    settings: {
      groupsClaim: environment.INLET_GROUPS_CLAIM,
      groupScopes: environment.INLET_GROUP_SCOPES,
      actorClaim: environment.INLET_ACTOR_CLAIM,
      aiClients: environment.INLET_AI_CLIENTS,
    },
    mayReadThreads: createAddressList(environment.INLET_THREAD_ADDRESSES ?? []),
  }
}
