import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { errorAnswer, xmlErrorAnswer, type Answer } from './answer.ts'
import { readAwsRequest, type AwsRequest, type AwsService } from './aws-request.ts'

const STOP_GRACE_MS = 2_000

export type Handle = (request: AwsRequest) => Promise<Answer>

export type AwsServer = { listen: () => Promise<string>; stop: () => Promise<void> }

/** Reads what the SDK's clients send, hands it to the service meant, and refuses what does not run here. */
export function createAwsServer(
  handlers: Readonly<Record<Exclude<AwsService, 'unknown'>, Handle>>,
  log: (line: string) => void,
): AwsServer {
  const server = createServer((incoming, response) => {
    readAwsRequest(incoming)
      .then(async (request) => send(response, await answer(request)))
      .catch(() => incoming.destroy())
  })
  return {
    listen: async () => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS)
      await closed
      clearTimeout(cut)
    },
  }

  async function answer(request: AwsRequest): Promise<Answer> {
    try {
      const found =
        request.service === 'unknown' ? refuseUnknown(request) : await handlers[request.service](request)
      if (isUnknownOperation(found)) {
        log(`A function asked AWS for something that does not run here: ${nameOf(request)}`)
      }
      return found
    } catch (error) {
      log(`${nameOf(request)} failed in the AWS front: ${String(error)}`)
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
