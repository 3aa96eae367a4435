import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import type { ChannelManifest } from '../shared/channels/contract.ts'
import type { Settings } from './config.ts'
import { AccountChecks } from './constructs/account-checks.ts'
import { Auth } from './constructs/auth.ts'
import { ClockRoutes } from './constructs/clock-routes.ts'
import { DeadLetters } from './constructs/dead-letters.ts'
import { Delivery } from './constructs/delivery.ts'
import { EventsBus } from './constructs/events-bus.ts'
import { HttpFront } from './constructs/http-front.ts'
import { InboundQueue } from './constructs/inbound-queue.ts'
import { InboxApi } from './constructs/inbox-api.ts'
import { InboxTable } from './constructs/inbox-table.ts'
import { Ingest } from './constructs/ingest.ts'
import { Media } from './constructs/media.ts'
import { Notices } from './constructs/notices.ts'
import { Observability } from './constructs/observability.ts'
import { OutboundQueue } from './constructs/outbound-queue.ts'
import { Outbox } from './constructs/outbox.ts'
import { SecureThread } from './constructs/secure-thread.ts'
import { SlaRules } from './constructs/sla-rules.ts'
import { TimerQueue } from './constructs/timer-queue.ts'
import { Timers } from './constructs/timers.ts'
import { TopicIngress } from './constructs/topic-ingress.ts'
import { WebhookIngress } from './constructs/webhook-ingress.ts'

export type InboxStackProps = { settings: Settings; manifests: readonly ChannelManifest[] }

/** One stage of Inlet. Only composes. */
export class InboxStack extends Stack {
  constructor(scope: Construct, props: InboxStackProps) {
    const { settings, manifests } = props
    super(scope, `inlet-${settings.stage}`, {
      description: `Inlet, stage ${settings.stage}`,
      terminationProtection: settings.stage === 'prod',
    })

    const inbox = new InboxTable(this, 'Inbox', settings)
    const deadLetters = new DeadLetters(this, 'DeadLetters')
    const inbound = new InboundQueue(this, 'Inbound', deadLetters)
    const outbound = new OutboundQueue(this, 'Outbound', deadLetters)
    const timerQueue = new TimerQueue(this, 'TimerQueue', deadLetters)
    const events = new EventsBus(this, 'Events', deadLetters)
    const front = new HttpFront(this, 'Http', settings)
    const auth = new Auth(this, 'Auth', settings)

    const ingest = new Ingest(this, 'Ingest', { settings, inbound, inbox, deadLetters })
    const secrets = new Map<string, Secret>()
    for (const manifest of manifests) {
      const name = capitalize(manifest.name)
      const ingress = new WebhookIngress(this, name, { settings, manifest, front, inbound })
      // A newer envelope is none to an older reader, which would set it aside: the reader is updated first.
      ingress.node.addDependency(ingest)
      secrets.set(manifest.name, ingress.secret)
      this.output(`WebhookUrl${name}`, ingress.url)
      this.output(`SecretArn${name}`, ingress.secret.secretArn)
    }
    const topicsOf = new Map<string, Topic>()
    const topics = manifests.flatMap(({ name: channel, topic }) => {
      // An empty queue that Lambda asks for messages costs, and so do its alarms: made only where it is wanted.
      if (topic === null || !Object.hasOwn(settings.topics, channel)) return []
      const name = capitalize(channel)
      const ingress = new TopicIngress(this, `${name}Topic`, { settings, channel, topic, inbound })
      ingress.node.addDependency(ingest)
      topicsOf.set(channel, ingress.topic)
      this.output(`TopicArn${name}`, ingress.topic.topicArn)
      this.output(`TopicDeadLettersUrl${name}`, ingress.deadLetterQueue.queueUrl)
      return [ingress]
    })
    const outbox = new Outbox(this, 'Outbox', { settings, inbox, events, outbound, timers: timerQueue })
    const sendsByAws = topics.some(({ provider }) => provider === 'aws')
    const media = new Media(this, 'Media', { settings, inbox, secrets })
    new Delivery(this, 'Delivery', { settings, inbox, front, outbound, media, secrets, sendsByAws })
    new AccountChecks(this, 'Checks', {
      settings,
      inbox,
      front,
      secrets,
      topics: topicsOf,
      deadLetters,
      sendsByAws,
    })
    const thread = settings.secureThread.on
      ? new SecureThread(this, 'Thread', { settings, front, inbox, media })
      : null
    new Timers(this, 'Timers', { settings, inbox, outbound, queue: timerQueue, deadLetters, media })
    new ClockRoutes(this, 'Clocks', { settings, manifests, inbox, events, queue: timerQueue })
    const notices = new Notices(this, 'Notices', { settings, events })
    new SlaRules(this, 'Sla', { settings, inbox })
    new InboxApi(this, 'Api', { settings, auth, front, inbox, outbound, thread, media })
    new Observability(this, 'Watch', {
      settings,
      front,
      deadLetters,
      inbound,
      outbound,
      timerQueue,
      outbox,
      topics,
    })

    this.output('ApiUrl', `${front.publicUrl}/v1`)
    this.output('EventBusArn', events.bus.eventBusArn)
    this.output('SlaNoticeTopicArn', notices.topic.topicArn)
    this.output('TableName', inbox.table.tableName)
    // What `npm run redrive` reads and writes.
    this.output('DeadLettersUrl', deadLetters.ordered.queueUrl)
    this.output('UndeliveredUrl', deadLetters.unordered.queueUrl)
    this.output('QuarantineUrl', inbound.quarantine.queueUrl)
    this.output('InboundQueueUrl', inbound.queue.queueUrl)
    this.output('OutboundQueueUrl', outbound.queue.queueUrl)
    this.output('TimerQueueUrl', timerQueue.queue.queueUrl)
    if (auth.pool === null) return
    this.output('UserPoolId', auth.pool.pool.userPoolId)
    this.output('UserPoolClientId', auth.pool.client.userPoolClientId)
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, { value })
  }
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
