import { Duration } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { ChannelManifest } from '../../shared/channels/contract.ts'
import type { Visibility } from '../../shared/domain/channel-name.ts'
import { CLOCK_MOVING_EVENTS } from '../../shared/domain/sla/clock-events.ts'
import type { Settings } from '../config.ts'
import { actionOf } from '../route-target.ts'
import type { Destination, EventsBus, RouteProps } from './events-bus.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'
import type { TimerQueue } from './timer-queue.ts'

/** What is late by then, the sweep has armed. */
const ARM_TRIES = { maxSeconds: 300, max: 5 }
/** As long as EventBridge itself would try. */
const OTHERS_TRIES = { maxSeconds: 86_400, max: 185 }

export type ClockRoutesProps = {
  settings: Settings
  manifests: readonly ChannelManifest[]
  inbox: InboxTable
  events: EventsBus
  queue: TimerQueue
}

/** A rule for each channel and visibility: events that move a clock → the function that arms it, and whoever else the settings name. */
export class ClockRoutes extends Construct {
  constructor(scope: Construct, id: string, props: ClockRoutesProps) {
    super(scope, id)
    const { settings, manifests, events } = props
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('events.amazonaws.com') })
    const toDestination = (arn: string, action: string, tries: Destination['tries']): Destination => {
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [arn] }))
      return { arn, role, tries }
    }
    const arm = toDestination(this.createArm(props), 'lambda:InvokeFunction', ARM_TRIES)
    const routes = manifests.flatMap(({ name, title, visibilities }) =>
      visibilities.map((visibility): [id: string, route: RouteProps] => {
        const { on, targets } = settings.routes[name]?.[visibility] ?? { on: true, targets: [] }
        const others = targets.map((arn) => toDestination(arn, actionOf(arn), OTHERS_TRIES))
        return [
          toRuleId(name, visibility),
          {
            description: `Clocks of ${title}, ${visibility}`,
            pattern: {
              detailType: [...CLOCK_MOVING_EVENTS],
              detail: { channel: [name], visibility: [visibility] },
            },
            enabled: on,
            destinations: [arm, ...others],
          },
        ]
      }),
    )
    events.addRules(this, Object.fromEntries(routes))
  }

  private createArm({ settings, inbox, queue }: ClockRoutesProps): string {
    const arm = new InletFunction(this, 'Arm', {
      settings,
      entry: { file: 'functions/timers/arm.ts' },
      service: 'arm',
      timeout: Duration.seconds(10),
      memorySizeMb: 256,
      environment: {
        INLET_TABLE_NAME: inbox.table.tableName,
        INLET_TIMER_QUEUE_URL: queue.queue.queueUrl,
      },
      failures:
        'What it should have armed stands in the table: the sweep finds it within a minute, and says so when it is late.',
    })
    arm.allow(['dynamodb:GetItem'], [inbox.table.tableArn])
    arm.allow(['sqs:SendMessage'], [queue.queue.queueArn])
    return arm.function.functionArn
  }
}

function toRuleId(channel: string, visibility: Visibility): string {
  return `${channel}-${visibility}`.replaceAll(/(?:^|-)[a-z]/g, (start) => start.slice(-1).toUpperCase())
}
