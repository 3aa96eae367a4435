import { join } from 'node:path'
import type { LocalBus } from '../template/read-buses.ts'
import type { Weather } from '../weather.ts'
import { createAwsServer } from './aws-server.ts'
import { createBusDeliveries } from './bus/bus-deliveries.ts'
import type { BusEvent } from './bus/bus-event.ts'
import { openBusLog } from './bus/bus-log.ts'
import { createDeadLetterSender } from './bus/dead-letter.ts'
import { createEventBridgeService } from './bus/eventbridge-service.ts'
import { createDynamodbService } from './dynamodb/dynamodb-service.ts'
import { createUpstream } from './forward.ts'
import { createKmsService } from './kms/kms-service.ts'
import { openKeyStore } from './kms/key-store.ts'
import { createLambdaService, type InvokeLater } from './lambda-service.ts'
import { createS3Service } from './s3/s3-service.ts'
import { openSecretStore } from './secret-store.ts'
import { createSecretsService } from './secrets-service.ts'
import { createSnsService } from './sns-service.ts'
import { createSqsService } from './sqs/sqs-service.ts'

export type AwsFront = {
  url: string
  /** For the SDK's AWS_ENDPOINT_URL_* variables. */
  endpoints: Record<'dynamodb' | 'sqs' | 's3' | 'eventbridge' | 'secretsmanager' | 'kms' | 'lambda', string>
  /** What crossed the buses, oldest first, behind the event with this id or this place in the log. */
  events: (after?: string) => BusEvent[]
  stop: () => Promise<void>
}

export type AwsFrontOptions = {
  dynamodbUrl: string
  fauxqsUrl: string
  weather: Weather
  /** The bus keeps its log in the folder `bus` of this one. */
  dataDir: string
  /** Secret strings by ARN or name. */
  secrets: ReadonlyMap<string, string>
  /** ARNs of KMS keys: what they are made of stays in the data folder. */
  keys: readonly string[]
  buses: readonly LocalBus[]
  /** Takes an event to a target; a rejection is retried. */
  deliver: (targetArn: string, event: unknown) => Promise<void>
  /** Takes an event for a function that nobody waits for; false where there is no such function. */
  invokeLater: InvokeLater
  log: (line: string) => void
}

/**
 * AWS as the functions see it: one address on loopback that speaks for seven services. The emulators behind it do the work;
 * this front adds AWS's limits always, and its documented faults as the weather has them.
 */
export async function startAwsFront(options: AwsFrontOptions): Promise<AwsFront> {
  const { weather, buses } = options
  const dynamodbUpstream = createUpstream(options.dynamodbUrl)
  const fauxqsUpstream = createUpstream(options.fauxqsUrl)
  const log = openBusLog(join(options.dataDir, 'bus'))
  const deliveries = createBusDeliveries({
    buses,
    weather,
    log,
    deliver: options.deliver,
    sendDeadLetter: createDeadLetterSender(options.fauxqsUrl),
    logLine: options.log,
  })
  const dynamodb = createDynamodbService({
    url: options.dynamodbUrl,
    forward: dynamodbUpstream.forward,
    weather,
    log: options.log,
  })
  let url = ''
  const server = createAwsServer(
    {
      dynamodb: dynamodb.handle,
      sqs: createSqsService({ forward: fauxqsUpstream.forward, weather, frontUrl: () => url }),
      sns: createSnsService(fauxqsUpstream.forward),
      s3: createS3Service(fauxqsUpstream.forward),
      lambda: createLambdaService(options.invokeLater),
      eventbridge: createEventBridgeService({ buses, weather, log, deliver: deliveries.deliver }),
      secretsmanager: createSecretsService(openSecretStore(options.dataDir, options.secrets)),
      kms: createKmsService(openKeyStore(options.dataDir, options.keys)),
    },
    options.log,
  )
  url = await server.listen()
  deliveries.deliver(log.unsettled)

  let stopped: Promise<void> | undefined
  const stop = async (): Promise<void> => {
    await server.stop()
    await deliveries.stop()
    await dynamodb.stop()
    dynamodbUpstream.close()
    fauxqsUpstream.close()
    log.close()
  }
  return {
    url,
    endpoints: {
      dynamodb: url,
      sqs: url,
      s3: url,
      eventbridge: url,
      secretsmanager: url,
      kms: url,
      lambda: url,
    },
    events: log.events,
    stop: () => (stopped ??= stop()),
  }
}
