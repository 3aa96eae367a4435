import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import type { EventsBus } from './events-bus.ts'
import { MailTopic } from './mail-topic.ts'

/** As long as EventBridge itself would try: somebody waits for it. */
const TRIES = { maxSeconds: 86_400, max: 185 }

/** Where a policy's `notify` goes: a topic that people, pagers and chats subscribe to. Each message is the event as it was on the bus. */
export class Notices extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, { settings, events }: { settings: Settings; events: EventsBus }) {
    super(scope, id)
    const mail = new MailTopic(this, 'Mail', {
      displayName: 'Inlet, clocks',
      address: settings.slaNoticeEmail,
    })
    this.topic = mail.topic
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('events.amazonaws.com') })
    role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }))
    events.addRules(this, {
      Notify: {
        description: 'A policy wants somebody to be told',
        pattern: {
          detailType: ['conversation.action_taken'],
          detail: { data: { action: ['notify'] } },
        },
        enabled: true,
        destinations: [{ arn: this.topic.topicArn, role, tries: TRIES }],
      },
    })
  }
}
