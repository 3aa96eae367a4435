import { Aws, Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function } from 'aws-cdk-lib/aws-lambda'
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { HttpFront } from './http-front.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import type { DeadLetters } from './dead-letters.ts'

export type AccountChecksProps = {
  settings: Settings
  inbox: InboxTable
  front: HttpFront
  /** By channel. */
  secrets: ReadonlyMap<string, Secret>
  topics: ReadonlyMap<string, Topic>
  /** Keeps a run that could not be started, beside those of the sweep: a queue and an alarm of its own would cost idle. */
  deadLetters: DeadLetters
  /** Whether a channel's numbers are AWS's own. */
  sendsByAws: boolean
}

/** Once a day: are the connected accounts still as `npm run connect` left them? */
export class AccountChecks extends Construct {
  constructor(scope: Construct, id: string, props: AccountChecksProps) {
    super(scope, id)
    this.schedule(this.createChecks(props).function, props.deadLetters)
  }

  private createChecks({
    settings,
    inbox,
    front,
    secrets,
    topics,
    sendsByAws,
  }: AccountChecksProps): InletFunction {
    const stack = Stack.of(this)
    const checks = new InletFunction(this, 'Check', {
      settings,
      entry: { file: 'functions/checks/index.ts' },
      service: 'checks',
      // Some ten calls an account, one account after the other.
      timeout: Duration.minutes(10),
      memorySizeMb: 256,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_PUBLIC_URL: front.publicUrl,
        // Channel → ARN of its secret, of its topic.
        INLET_CHANNEL_SECRETS_ARN: stack.toJsonString(
          Object.fromEntries([...secrets].map(([channel, secret]) => [channel, secret.secretArn])),
        ),
        INLET_CHANNEL_TOPICS_ARN: stack.toJsonString(
          Object.fromEntries([...topics].map(([channel, topic]) => [channel, topic.topicArn])),
        ),
        INLET_PLATFORM_HOSTS: JSON.stringify(settings.platformHosts),
        INLET_FEED_SHARDS: String(settings.feedShards),
      },
      failures:
        'A run that fails is logged and counted; the next one, a day later, looks at everything again.',
    })
    checks.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [inbox.table.tableArn])
    checks.allow(
      ['secretsmanager:GetSecretValue'],
      [...secrets.values()].map(({ secretArn }) => secretArn),
    )
    if (sendsByAws) this.allowLooking(checks)
    return checks
  }

  /** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsendusermessagingsmsandvoicev2.html */
  private allowLooking(checks: InletFunction): void {
    const arnOf = (resource: string) =>
      Stack.of(this).formatArn({ service: 'sms-voice', resource, resourceName: '' })
    const reason =
      'Which numbers and configuration sets the company has is known to AWS alone; they come and go without a deployment.'
    checks.allowBelow(['sms-voice:DescribePhoneNumbers'], arnOf('phone-number'), '*', reason)
    checks.allowBelow(['sms-voice:DescribeConfigurationSets'], arnOf('configuration-set'), '*', reason)
  }

  private schedule(target: Function, { unordered }: DeadLetters): void {
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } }
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', { conditions }),
    })
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.functionArn] }),
    )
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [unordered.queueArn] }))
    const schedule = new CfnSchedule(this, 'EachDay', {
      scheduleExpression: 'rate(1 day)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: unordered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
      },
    })
    schedule.node.addDependency(role)
  }
}
