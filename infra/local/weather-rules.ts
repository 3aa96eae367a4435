/**
 * What AWS documents that it does and the emulators never do. Each rule names the page it imitates; the probability is
 * far above the real one, so that a run of a thousand messages meets every rule many times.
 */
export const WEATHER_RULES = {
  'dynamodb-transaction-conflict': {
    probability: 0.03,
    awsPage: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html',
  },
  'dynamodb-throttle': {
    probability: 0.02,
    awsPage: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html',
  },
  'dynamodb-stale-index': {
    probability: 0.3,
    awsPage: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html',
  },
  'dynamodb-stale-read': {
    probability: 0.2,
    awsPage:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html',
  },
  'dynamodb-answer-lost': {
    probability: 0.01,
    awsPage: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html',
  },
  'dynamodb-call-dropped': {
    probability: 0.01,
    awsPage: 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html',
  },
  'sqs-batch-entry-failed': {
    probability: 0.03,
    awsPage:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html',
  },
  'sqs-throttle': {
    probability: 0.02,
    awsPage:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html',
  },
  'sqs-answer-lost': {
    probability: 0.01,
    awsPage:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html',
  },
  'sqs-duplicate-delivery': {
    probability: 0.03,
    awsPage:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html',
  },
  /** Messages of a standard queue change places, and some come a second later than those sent after them. */
  'sqs-reordered-delivery': {
    probability: 0.1,
    awsPage:
      'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html',
  },
  'bus-entry-failed': {
    probability: 0.03,
    awsPage: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html',
  },
  'bus-duplicate-delivery': {
    probability: 0.05,
    awsPage: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is.html',
  },
  'bus-reordered-delivery': {
    probability: 0.1,
    awsPage: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is.html',
  },
  /** Records of different items change places and travel on different shards; one item's records never do. */
  'stream-order': {
    probability: 0.5,
    awsPage: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html',
  },
  'stream-duplicate-delivery': {
    probability: 0.05,
    awsPage: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
  },
  'schedule-late': {
    probability: 0.2,
    awsPage: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html',
  },
  'schedule-duplicate-delivery': {
    probability: 0.1,
    awsPage: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/what-is-scheduler.html',
  },
  'function-crash': {
    probability: 0.02,
    awsPage: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html',
  },
} as const satisfies Record<string, { probability: number; awsPage: string }>

export type WeatherRuleName = keyof typeof WEATHER_RULES
