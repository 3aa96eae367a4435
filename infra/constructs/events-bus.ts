import { Aws } from 'aws-cdk-lib'
import { EventBus } from 'aws-cdk-lib/aws-events'
import { Construct } from 'constructs'

/** Where integrators subscribe. They add their own rules; the stack has none yet. */
export class EventsBus extends Construct {
  readonly bus: EventBus

  constructor(scope: Construct, id: string) {
    super(scope, id)
    // A bus must have a name. The stack's makes it differ from stage to stage.
    this.bus = new EventBus(this, 'Bus', { eventBusName: `${Aws.STACK_NAME}-events` })
  }
}
