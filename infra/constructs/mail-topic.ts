import { Validations } from 'aws-cdk-lib'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

/** A topic that people subscribe to, and one address that the settings name. */
export class MailTopic extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, props: { displayName: string; address: string | undefined }) {
    super(scope, id)
    this.topic = new Topic(this, 'Topic', { displayName: props.displayName, enforceSSL: true })
    if (props.address === undefined) return
    this.topic.addSubscription(new EmailSubscription(props.address))
    for (const child of this.topic.node.findAll()) {
      if (child === this.topic) continue
      Validations.of(child).acknowledge({
        id: 'Serverless-SNSRedrivePolicy',
        reason: 'SNS itself repeats a mail; a queue of mails that nobody got would be read by nobody.',
      })
    }
  }
}
