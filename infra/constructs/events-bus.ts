import { Aws } from 'aws-cdk-lib'
import { EventBus, type EventPattern, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events'
import { type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { DeadLetters } from './dead-letters.ts'

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
  private readonly undelivered: IQueue

  constructor(scope: Construct, id: string, deadLetters: DeadLetters) {
    super(scope, id)
    // A bus must have a name. The stack's makes it differ from stage to stage.
    this.bus = new EventBus(this, 'Bus', { eventBusName: `${Aws.STACK_NAME}-events` })
    this.undelivered = deadLetters.unordered
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
