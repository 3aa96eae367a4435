import { Duration, Validations } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { HttpFront } from './http-front.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import type { Media } from './media.ts'
import { removalPolicyOf } from './removal-policy.ts'

export type SecureThreadProps = { settings: Settings; front: HttpFront; inbox: InboxTable; media: Media }

/**
 * The longest period that KMS takes. Each of the first two rotations makes the key a dollar a month dearer, and nothing
 * that this key encrypts outlives its thread.
 */
const ROTATED_EVERY = Duration.days(2560)

/** The private page of a handoff under `/t`, and the key that what is said there is sealed with. */
export class SecureThread extends Construct {
  readonly key: Key
  /** For whoever writes or reads secure threads. */
  readonly environment: Readonly<Record<string, string>>

  constructor(scope: Construct, id: string, { settings, front, inbox, media }: SecureThreadProps) {
    super(scope, id)
    const { messagesDays } = settings.retention
    this.key = new Key(this, 'Key', {
      description: 'Encrypts the data keys of secure threads',
      enableKeyRotation: true,
      rotationPeriod: ROTATED_EVERY,
      removalPolicy: removalPolicyOf(settings),
    })
    this.environment = {
      INLET_THREAD_KEY_ARN: this.key.keyArn,
      INLET_THREAD_RETENTION_DAYS: String(settings.secureThread.retentionDays),
    }
    const page = new InletFunction(this, 'Page', {
      settings,
      entry: { file: 'functions/thread/index.ts' },
      service: 'thread',
      timeout: Duration.seconds(15),
      // Somebody waits for the first page of a cold start.
      memorySizeMb: 512,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_FILES_BUCKET: media.bucket.bucketName,
        INLET_PUBLIC_URL: front.publicUrl,
        INLET_QUEUE_SHARDS: String(settings.queueShards),
        INLET_FEED_SHARDS: String(settings.feedShards),
        ...(messagesDays === undefined ? {} : { INLET_RETENTION_DAYS: String(messagesDays) }),
        INLET_HANDOFF: JSON.stringify(settings.handoff),
        INLET_HUMAN_AGENT: settings.humanAgent ? 'on' : 'off',
        INLET_REDACTION: JSON.stringify(settings.redaction),
        ...this.environment,
      },
    })
    inbox.allowSaving(page)
    media.allowThreadFiles(page)
    this.allowKey(page)
    const path = { path: '/t/{proxy+}', methods: [HttpMethod.GET, HttpMethod.POST] }
    for (const route of front.addRoutes('Thread', page.function, [path], null)) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'A customer has no account here. The page lets in who holds a link and the code that was sent to the same person in private, and answers everybody else with one 404.',
      })
    }
  }

  allowKey(reader: InletFunction): void {
    reader.allow(['kms:Decrypt', 'kms:GenerateDataKey'], [this.key.keyArn])
  }
}
