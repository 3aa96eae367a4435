import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { LocalBus } from '../template/read-buses.ts'
import type { Weather } from '../weather.ts'
import { errorAnswer, xmlErrorAnswer, type Answer } from './answer.ts'
import { readAwsRequest, type AwsRequest, type AwsService } from './aws-request.ts'
import { createBusDeliveries } from './bus/bus-deliveries.ts'
import type { BusEvent } from './bus/bus-event.ts'
import { openBusLog } from './bus/bus-log.ts'
import { createDeadLetterSender } from './bus/dead-letter.ts'
import { createEventBridgeService } from './bus/eventbridge-service.ts'
import { createDynamodbService } from './dynamodb/dynamodb-service.ts'
import { createUpstream } from './forward.ts'
import { createSecretsService } from './secrets-service.ts'
import { createSnsService } from './sns-service.ts'
import { createSqsService } from './sqs/sqs-service.ts'

const STOP_GRACE_MS = 2_000

export type AwsFront = {
  url: string
  /** For the SDK's AWS_ENDPOINT_URL_* variables. */
  endpoints: Record<'dynamodb' | 'sqs' | 's3' | 'eventbridge' | 'secretsmanager', string>
  /** What crossed the buses, oldest first, behind the event with this id or this place in the log. */
  events: (after?: string) => BusEvent[]
  stop: () => Promise<void>
}

type Handle = (request: AwsRequest) => Promise<Answer>

/**
 * AWS as the functions see it: one address on loopback that speaks for five services. The emulators behind it do the work;
 * this front adds AWS's limits always, and its documented faults as the weather has them.
 */
export async function startAwsFront(options: {
  dynamodbUrl: string
  fauxqsUrl: string
  weather: Weather
  /** The bus keeps its log in the folder `bus` of this one. */
  dataDir: string
  /** Secret strings by ARN or name. */
  secrets: ReadonlyMap<string, string>
  buses: readonly LocalBus[]
  /** Takes an event to a target; a rejection is retried. */
  deliver: (targetArn: string, event: unknown) => Promise<void>
  log: (line: string) => void
}): Promise<AwsFront> {
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
  let stopped: Promise<void> | undefined
  const handlers: Readonly<Record<AwsService, Handle>> = {
    dynamodb: dynamodb.handle,
    sqs: createSqsService({ forward: fauxqsUpstream.forward, weather, frontUrl: () => url }),
    sns: createSnsService(fauxqsUpstream.forward),
    s3: fauxqsUpstream.forward,
    eventbridge: createEventBridgeService({ buses, weather, log, deliver: deliveries.deliver }),
    secretsmanager: createSecretsService(options.secrets),
    unknown: async (request) => refuseUnknown(request),
  }

  const server = createServer((incoming, response) => {
    readAwsRequest(incoming)
      .then(async (request) => send(response, await answerSafely(handlers[request.service], request)))
      .catch(() => incoming.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  deliveries.deliver(log.unsettled)

  return {
    url,
    endpoints: { dynamodb: url, sqs: url, s3: url, eventbridge: url, secretsmanager: url },
    events: log.events,
    stop: () => (stopped ??= stop()),
  }

  async function stop(): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    server.closeIdleConnections()
    const cut = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS)
    await closed
    clearTimeout(cut)
    await deliveries.stop()
    await dynamodb.stop()
    dynamodbUpstream.close()
    fauxqsUpstream.close()
    log.close()
  }

  async function answerSafely(handle: Handle, request: AwsRequest): Promise<Answer> {
    try {
      const answer = await handle(request)
      if (isUnknownOperation(answer)) {
        options.log(`A function asked AWS for something that does not run here: ${nameOf(request)}`)
      }
      return answer
    } catch (error) {
      options.log(`${request.service} ${request.action} failed in the AWS front: ${String(error)}`)
      return errorAnswer(request, 'InternalServerError', 'The emulator did not answer.', { status: 500 })
    }
  }
}

function nameOf(request: AwsRequest): string {
  return `${request.service} ${request.action || request.path.split('?')[0]}`
}

function refuseUnknown(request: AwsRequest): Answer {
  const message = `The local AWS has no such service or operation: ${nameOf(request)}`
  return request.headers['x-amz-target'] === undefined
    ? xmlErrorAnswer('UnknownOperation', message)
    : errorAnswer(request, 'UnknownOperationException', message)
}

function isUnknownOperation(answer: Answer): boolean {
  return (
    answer.kind === 'answer' &&
    answer.status >= 400 &&
    /UnknownOperation|InvalidAction/.test(answer.body.toString())
  )
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'dropped') {
    response.socket?.destroy()
    return
  }
  // A passed-on answer keeps its own length: that of a HEAD is its object's.
  const headers = { 'content-length': String(Buffer.byteLength(answer.body)), ...answer.headers }
  response.writeHead(answer.status, headers).end(answer.body)
}
