/**
 * AWS list prices, US East (N. Virginia), first tier, in dollars, without free tiers. The pages draw most numbers by script,
 * so on the day below they were compared with dated price guides of others (cloudburn.io, factualminds.com, airbyte.com);
 * those marked "unconfirmed" were found in none. Prices change: look at the page before you rely on one.
 */
export const PRICES_CHECKED_ON = '2026-11-22'

export const LIST_PRICES = {
  /** https://aws.amazon.com/api-gateway/pricing/ HTTP APIs, first 300 million requests, 512 KB each */
  httpRequest: 1.0 / 1e6,
  /** https://aws.amazon.com/lambda/pricing/ */
  lambdaRequest: 0.2 / 1e6,
  /** https://aws.amazon.com/lambda/pricing/ arm64, first 7.5 billion GB-seconds */
  lambdaGigabyteSecond: 0.0000133334,
  /** https://aws.amazon.com/sqs/pricing/ FIFO, 64 KB each */
  sqsFifoRequest: 0.5 / 1e6,
  /** The same page: standard */
  sqsRequest: 0.4 / 1e6,
  /** https://aws.amazon.com/sns/pricing/ standard topic, 64 KB each; bringing it to SQS is free on this side */
  snsRequest: 0.5 / 1e6,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ since 2024-11-01 */
  dynamodbWriteUnit: 0.625 / 1e6,
  dynamodbReadUnit: 0.125 / 1e6,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ Standard class, and point-in-time recovery; unconfirmed */
  dynamodbGigabyteMonth: 0.25,
  dynamodbRecoveryGigabyteMonth: 0.2,
  /** https://aws.amazon.com/eventbridge/pricing/ custom events, 64 KB each; delivery inside the account is free */
  eventbridgeEvent: 1.0 / 1e6,
  /** The same page: Scheduler, of which the first 14 million runs a month are free */
  schedulerRun: 1.0 / 1e6,
  /** https://aws.amazon.com/cloudwatch/pricing/ standard log class, first 10 TB */
  logsGigabyte: 0.5,
  /** The same page; unconfirmed */
  logsGigabyteMonth: 0.03,
  /** https://aws.amazon.com/cloudwatch/pricing/ standard resolution */
  alarmMonth: 0.1,
  /** The same page: a custom metric, for the hours in which it gets a value; first 10,000 */
  customMetricMonth: 0.3,
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretMonth: 0.4,
  /** The same page: 10,000 calls */
  secretCall: 0.05 / 1e4,
  /** https://aws.amazon.com/kms/pricing/ a key of our own; keys that AWS owns are free */
  keyMonth: 1.0,
  /** https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer first 10 TB */
  internetGigabyte: 0.09,
} as const

/** What no local run can measure. Assumptions, each named in the report. */
export const ASSUMPTIONS = {
  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: this much memory comes with one vCPU, less with its part of one. */
  megabytesOfOneCpu: 1769,
  /** Milliseconds that a function waits for an answer inside the region: our guess, on the long side. */
  waitMs: { SendMessageBatch: 12, TransactWriteItems: 20, PutEvents: 25 } as Readonly<Record<string, number>>,
  otherWaitMs: 6,
  /** Lambda's own `start` and `report` line in JSON: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html */
  platformLogBytes: 500,
  /** One line of the access log, which the template words. */
  accessLogBytes: 300,
  /** CloudWatch counts this much more for each line: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
  logLineBytes: 26,
  /** Status line and headers of API Gateway around an empty body. */
  answerBytes: 300,
  /** Lambda keeps five pollers on a queue with maximum concurrency set, each waits 20 s for a message: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
  queuePollers: 5,
  queuePollSeconds: 20,
  hoursOfMonth: 730,
  /** A sweep that finds nothing: two queries a shard at once, a read before and a write after them. */
  sweepMs: 60,
  /** A daily check with no account connected: a cold start and the secrets. */
  checksMs: 1_000,
} as const
