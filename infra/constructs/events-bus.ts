import { Aws, Duration, Validations } from 'aws-cdk-lib'
import { EventBus, type EventPattern, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events'
import { type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

/** Where an event goes, and for how long that is tried. */
export type Destination = { arn: string; role: IRole; tries: { maxSeconds: number; max: number } }

export type RouteProps = {
  description: string
  pattern: EventPattern
  enabled: boolean
  destinations: readonly Destination[]
}

/** Where integrators subscribe: they add rules of their own. */
export class EventsBus extends Construct {
  readonly bus: EventBus
  /** What no rule of the stack could bring to its target. */
  readonly undelivered: Queue

  constructor(scope: Construct, id: string) {
    super(scope, id)
    // A bus must have a name. The stack's makes it differ from stage to stage.
    this.bus = new EventBus(this, 'Bus', { eventBusName: `${Aws.STACK_NAME}-events` })
    this.undelivered = new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    })
    const reason = 'This is the dead-letter queue of the rules’ targets; an alarm watches it.'
    Validations.of(this.undelivered).acknowledge(
      { id: 'Serverless-SQSRedrivePolicy', reason },
      { id: 'AwsSolutions-SQS3', reason },
    )
  }

  /** Rules whose undelivered events are kept. One statement lets all of them in: a queue's policy has room for few. */
  addRules(scope: Construct, routes: Readonly<Record<string, RouteProps>>): void {
    const rules = Object.entries(routes).map(([id, route]) => this.createRule(scope, id, route))
    this.undelivered.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.undelivered.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ ruleArn }) => ruleArn) } },
      }),
    )
  }

  private createRule(scope: Construct, id: string, route: RouteProps): Rule {
    const rule = new Rule(scope, id, {
      description: route.description,
      eventBus: this.bus,
      eventPattern: { source: ['inlet'], ...route.pattern },
      enabled: route.enabled,
      targets: route.destinations.map((destination) => this.toTarget(destination)),
    })
    // No event may come before the role has its permissions.
    rule.node.addDependency(...route.destinations.map(({ role }) => role))
    return rule
  }

  private toTarget({ arn, role, tries }: Destination): IRuleTarget {
    return {
      bind: () => ({
        arn,
        role,
        deadLetterConfig: { arn: this.undelivered.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: tries.maxSeconds, maximumRetryAttempts: tries.max },
      }),
    }
  }
}
