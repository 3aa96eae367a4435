import { Duration, Stack, Validations } from 'aws-cdk-lib'
import { EventInvokeConfig, type Function } from 'aws-cdk-lib/aws-lambda'
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { CONVERSATION_PREFIX, THREAD_FILES_PREFIX, UPLOAD_PREFIX } from '../../shared/domain/ids.ts'
import type { Settings } from '../config.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import { removalPolicyOf } from './removal-policy.ts'

/** What becomes of an event that is lost, or that the function fails on. */
const KEPT_IN_TABLE =
  'The conversation keeps what is to be fetched and when: the timers ask for it again until it is stored or given up.'

/** By links alone: whoever has none gets nothing, from wherever they ask. */
const FROM_PAGES = { allowedMethods: [HttpMethods.PUT, HttpMethods.GET], allowedHeaders: ['*'] }

export type MediaProps = {
  settings: Settings
  inbox: InboxTable
  /** By channel. */
  secrets: ReadonlyMap<string, Secret>
}

/** Files of messages: fetched from the platforms into a bucket, by a function that the timers ask for them. */
export class Media extends Construct {
  readonly bucket: Bucket
  readonly function: Function

  constructor(scope: Construct, id: string, props: MediaProps) {
    super(scope, id)
    this.bucket = this.createBucket(props.settings)
    this.function = this.createFunction(props)
    // The timers ask again for whatever is not settled, later each time: Lambda's own retries would come in between.
    const invoke = new EventInvokeConfig(this, 'Invoke', {
      function: this.function,
      retryAttempts: 0,
      // Shorter than a fetch is waited for, so that none comes late beside the one that was asked for again.
      maxEventAge: Duration.minutes(5),
    })
    Validations.of(invoke).acknowledge({
      id: 'Serverless-LambdaAsyncFailureDestination',
      reason: KEPT_IN_TABLE,
    })
  }

  /** Lets a function hand out links to files. */
  allowReading(reader: InletFunction): void {
    reader.allowBelow(['s3:GetObject'], this.bucket.bucketArn, '/*', 'The key names message and file.')
  }

  /** Lets a function hand out links to put files up, and keep what is then sent. */
  allowPuttingUp(writer: InletFunction): void {
    writer.allowBelow(['s3:PutObject'], this.bucket.bucketArn, '/*', 'The key names message and file.')
  }

  /** Lets the page of secure threads keep their files, and nothing else there. */
  allowThreadFiles(page: InletFunction): void {
    page.allowBelow(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      this.bucket.bucketArn,
      `/${THREAD_FILES_PREFIX}*`,
      'The key names thread and line.',
    )
  }

  private createBucket(settings: Settings): Bucket {
    const { messagesDays } = settings.retention
    const { origins } = settings.files
    const bucket = new Bucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      ...(origins.length === 0 ? {} : { cors: [{ allowedOrigins: origins, ...FROM_PAGES }] }),
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        // A file goes with its message, which nobody reads any longer than this.
        ...(messagesDays === undefined
          ? []
          : [{ prefix: CONVERSATION_PREFIX, expiration: Duration.days(messagesDays) }]),
        // That of a secure thread with its line, whatever other conversations are kept for.
        { prefix: THREAD_FILES_PREFIX, expiration: Duration.days(settings.secureThread.retentionDays) },
        // What was put up and not sent: what is sent lies elsewhere by then.
        { prefix: UPLOAD_PREFIX, expiration: Duration.days(1) },
      ],
      removalPolicy: removalPolicyOf(settings),
    })
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Every link is made by the API, whose own log says who read which conversation; a second bucket of access logs would hold customers’ file keys.',
    })
    return bucket
  }

  private createFunction({ settings, inbox, secrets }: MediaProps): Function {
    const { messagesDays } = settings.retention
    const media = new InletFunction(this, 'Fetch', {
      settings,
      entry: { file: 'functions/media/index.ts' },
      service: 'media',
      // A large file over a slow line.
      timeout: Duration.minutes(5),
      // One part of a file at a time; what counts is the share of CPU and network that comes with it.
      memorySizeMb: 512,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_FILES_BUCKET: this.bucket.bucketName,
        INLET_CHANNEL_SECRETS_ARN: Stack.of(this).toJsonString(
          Object.fromEntries([...secrets].map(([channel, secret]) => [channel, secret.secretArn])),
        ),
        INLET_PLATFORM_HOSTS: JSON.stringify(settings.platformHosts),
        ...(messagesDays === undefined ? {} : { INLET_RETENTION_DAYS: String(messagesDays) }),
      },
      failures: KEPT_IN_TABLE,
    })
    inbox.allowSaving(media)
    media.allow(
      ['secretsmanager:GetSecretValue'],
      [...secrets.values()].map(({ secretArn }) => secretArn),
    )
    media.allowBelow(
      ['s3:PutObject', 's3:AbortMultipartUpload', 's3:DeleteObject'],
      this.bucket.bucketArn,
      '/*',
      'The key names message and file.',
    )
    media.allow(['s3:ListBucket'], [this.bucket.bucketArn])
    return media.function
  }
}
