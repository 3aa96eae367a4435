import { Aws } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { InboxDashboard } from './inbox-dashboard.ts'
import { MailTopic } from './mail-topic.ts'
import { type Watch, type Watched, watchInbox } from './watches.ts'

/** A section an alarm, named as the alarm is. */
const RUNBOOK = 'docs/operate.md'

/** Who looks after the inbox: alarms on symptoms, each with its runbook, and one dashboard. */
export class Observability extends Construct {
  private readonly action: SnsAction | null

  constructor(scope: Construct, id: string, props: Watched) {
    super(scope, id)
    const { alarmEmail } = props.settings
    this.action = alarmEmail === undefined ? null : new SnsAction(this.createTopic(alarmEmail))
    for (const watch of watchInbox(props)) this.watch(watch)
    new InboxDashboard(this, 'Dashboard', props)
  }

  private createTopic(alarmEmail: string): Topic {
    const { topic } = new MailTopic(this, 'Alarms', { displayName: 'Inlet, alarms', address: alarmEmail })
    // A topic with a policy of its own lets nobody in whom the policy does not name, CloudWatch neither.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    )
    return topic
  }

  private watch({ id, runbook = id, metric, over, periods = 1, tells }: Watch): void {
    const alarm = new Alarm(this, id, {
      metric,
      alarmDescription: `${tells} Runbook: ${RUNBOOK}#${runbook.toLowerCase()}`,
      threshold: over,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    if (this.action === null) return
    alarm.addAlarmAction(this.action)
    alarm.addOkAction(this.action)
  }
}
