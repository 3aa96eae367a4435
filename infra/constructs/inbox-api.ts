import { Duration } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { Auth } from './auth.ts'
import type { HttpFront } from './http-front.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import type { Media } from './media.ts'
import type { OutboundQueue } from './outbound-queue.ts'
import type { SecureThread } from './secure-thread.ts'

export type InboxApiProps = {
  settings: Settings
  auth: Auth
  front: HttpFront
  inbox: InboxTable
  outbound: OutboundQueue
  /** null: there are no secure threads. */
  thread: SecureThread | null
  media: Media
}

/** `/v1`, in one function. */
export class InboxApi extends Construct {
  constructor(scope: Construct, id: string, props: InboxApiProps) {
    super(scope, id)
    const { settings, auth, front, inbox, outbound, thread, media } = props
    const { groupsClaim, groupScopes, actorClaim, aiClients } = settings.auth
    const { messagesDays } = settings.retention
    const api = new InletFunction(this, 'Api', {
      settings,
      entry: { file: 'functions/api/index.ts' },
      service: 'api',
      // API Gateway stops waiting at 30 s; the long poll of `/v1/events` must answer before.
      timeout: Duration.seconds(29),
      // A screen waits for it: below this, checking and serializing a page of 100 entries takes longer than the query.
      memorySizeMb: 1024,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        // Messages reach it through the table and the outbox; what the platform is told beside them, directly.
        INLET_OUTBOUND_QUEUE_URL: outbound.queue.queueUrl,
        INLET_FILES_BUCKET: media.bucket.bucketName,
        INLET_QUEUE_SHARDS: String(settings.queueShards),
        INLET_FEED_SHARDS: String(settings.feedShards),
        ...(messagesDays === undefined ? {} : { INLET_RETENTION_DAYS: String(messagesDays) }),
        INLET_HUMAN_AGENT: settings.humanAgent ? 'on' : 'off',
        INLET_REDACTION: JSON.stringify(settings.redaction),
        INLET_GROUPS_CLAIM: groupsClaim,
        INLET_GROUP_SCOPES: JSON.stringify(groupScopes),
        ...(actorClaim === undefined ? {} : { INLET_ACTOR_CLAIM: actorClaim }),
        INLET_AI_CLIENTS: JSON.stringify(aiClients),
        INLET_HANDOFF: JSON.stringify(settings.handoff),
        ...thread?.environment,
        INLET_THREAD_ADDRESSES: JSON.stringify(settings.secureThread.allowedAddresses),
      },
    })
    inbox.allowSaving(api)
    api.allow(['dynamodb:Query'], inbox.indexArns)
    api.allow(['sqs:SendMessage'], [outbound.queue.queueArn])
    media.allowReading(api)
    media.allowPuttingUp(api)
    thread?.allowKey(api)
    front.addRoutes(
      'V1',
      api.function,
      [
        { path: '/v1', methods: [HttpMethod.ANY] },
        { path: '/v1/{proxy+}', methods: [HttpMethod.ANY] },
      ],
      auth.authorizer,
    )
  }
}
