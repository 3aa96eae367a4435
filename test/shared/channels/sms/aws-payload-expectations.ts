import type { PayloadExpectations } from '../../../support/payload-expectation.ts'
import { PUBLISHED_AT } from './aws-notifications.ts'

const TOPIC = { id: 'arn:aws:sns:us-west-2:123456789012:MyTopic', name: null }

/** Written by reading each file and AWS's pages about it, not by recording what the code said. */
export const AWS_EXPECTATIONS: PayloadExpectations = {
  'event-text-delivered.json': {
    pieces: [
      {
        channel: 'sms',
        // A sender ID instead of a number: nobody can answer it.
        account: { id: 'NOTIFY-POC', name: null },
        key: 'aws:event:bf66ad80-8bd5-4dc3-bc56-efb20b0b09aa:TEXT_DELIVERED:1785153895407',
        group: '+8190XXXXXXXX',
        events: [
          {
            kind: 'receipt',
            target: 'bf66ad80-8bd5-4dc3-bc56-efb20b0b09aa',
            status: 'delivered',
            at: '2026-07-27T12:04:55.407Z',
            correlation: null,
            error: null,
          },
        ],
      },
    ],
  },
  'event-text-successful.json': {
    pieces: [
      {
        channel: 'sms',
        account: { id: '+12065550152', name: null },
        key: 'aws:event:862a8790-60c0-4430-9b2b-658bdexample:TEXT_SUCCESSFUL:1686975103470',
        group: '+14255550156',
        events: [
          {
            kind: 'receipt',
            target: '862a8790-60c0-4430-9b2b-658bdexample',
            // The carrier took it, final or not: only DELIVERED speaks of the phone.
            status: 'sent',
            at: '2023-06-17T04:11:43.470Z',
            correlation: null,
            error: null,
          },
        ],
      },
    ],
  },
  'event-text-ttl-expired.json': {
    pieces: [
      {
        channel: 'sms',
        account: { id: 'NOTIFY-POC', name: null },
        key: 'aws:event:21b6009a-87c7-4467-9b39-f897ae9604e8:TEXT_TTL_EXPIRED:1785154612980',
        group: '+8190XXXXXXXX',
        events: [
          {
            kind: 'receipt',
            target: '21b6009a-87c7-4467-9b39-f897ae9604e8',
            status: 'failed',
            at: '2026-07-27T12:16:52.980Z',
            correlation: null,
            error: { providerCode: 'TEXT_TTL_EXPIRED', title: 'The delivery TTL has expired' },
          },
        ],
      },
    ],
  },
  // Somebody's test words, published by hand: no service writes them, so a person looks at them.
  'lambda-sns-event.json': { pieces: [], uncut: ['message_invalid_json'] },
  'sns-http-notification.json': { pieces: [], uncut: ['message_invalid_json'] },
  'sns-http-subscriptionconfirmation-full-token.json': {
    pieces: [
      {
        channel: 'sms',
        account: TOPIC,
        key: 'aws:subscription_confirmation:165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
        events: [{ kind: 'ignored', reason: 'subscription_confirmation', namesNoAccount: true }],
      },
    ],
  },
  'sns-http-subscriptionconfirmation.json': {
    pieces: [
      {
        channel: 'sms',
        account: TOPIC,
        key: 'aws:subscription_confirmation:165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
        events: [{ kind: 'ignored', reason: 'subscription_confirmation', namesNoAccount: true }],
      },
    ],
  },
  'sns-http-unsubscribeconfirmation.json': {
    pieces: [
      {
        channel: 'sms',
        account: TOPIC,
        key: 'aws:unsubscribe_confirmation:47138184-6831-46b8-8f7c-afc488602d7d',
        events: [{ kind: 'ignored', reason: 'unsubscribe_confirmation', namesNoAccount: true }],
      },
    ],
  },
  'two-way-inbound-sms.json': {
    pieces: [
      {
        channel: 'sms',
        account: { id: '+12125550101', name: null },
        key: 'aws:message:cae173d2-66b9-564c-8309-21f858e9fb84',
        group: '+14255550182',
        events: [
          {
            kind: 'message',
            providerId: 'cae173d2-66b9-564c-8309-21f858e9fb84',
            thread: {
              visibility: 'private',
              party: {
                identities: [{ channel: 'sms', scope: '-', externalId: '+14255550182' }],
                name: null,
                handle: null,
              },
            },
            // The notification's time: the message has none of its own.
            sentAt: PUBLISHED_AT,
            text: 'EXAMPLE',
            content: { type: 'text' },
            attachments: [],
            replyTo: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
            referral: null,
            forwarded: false,
          },
        ],
      },
    ],
  },
}
