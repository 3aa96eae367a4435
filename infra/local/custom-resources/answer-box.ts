import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { readBody } from '../http/read-body.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html: no longer than that. */
const ANSWER_BYTES_MAX = 4_096

export const ResourceAnswer = z.object({
  Status: z.enum(['SUCCESS', 'FAILED']),
  Reason: z.string().optional(),
  PhysicalResourceId: z.string().min(1),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
})
export type ResourceAnswer = z.infer<typeof ResourceAnswer>

export type AnswerBox = {
  /** A URL of its own for one answer, and what has been put there. */
  open: () => { url: string; read: () => string | null }
  close: () => Promise<void>
}

/** Where functions put the answers that CloudFormation waits for: in AWS a signed URL of S3, here the loopback. */
export async function openAnswerBox(): Promise<AnswerBox> {
  const answers = new Map<string, string | null>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    if (request.method !== 'PUT' || !answers.has(path)) {
      response.writeHead(403).end()
      return
    }
    const take = (body: Buffer | null): void => {
      if (body !== null) answers.set(path, body.toString('utf8'))
      response.writeHead(body === null ? 400 : 200).end()
    }
    readBody(request, ANSWER_BYTES_MAX).then(take, () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    open: () => {
      const path = `/${randomUUID()}`
      answers.set(path, null)
      return { url: `http://127.0.0.1:${port}${path}`, read: () => answers.get(path) ?? null }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
