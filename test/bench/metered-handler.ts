import { pathToFileURL } from 'node:url'

/** What one invocation took in its worker thread. */
export type Invocation = {
  title: string
  records: number
  cpuMs: number
  wallMs: number
  /** AWS operations that it called, by name. */
  calls: string[]
}

/** Source of a module that stands in for a function: it calls the real handler and writes a line about each invocation. */
export function toMeteredHandler(title: string, handlerFile: string, outputFile: string): string {
  return `
import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import { handler as inner } from ${JSON.stringify(pathToFileURL(handlerFile).href)}
let calls = []
subscribe('http.client.request.start', ({ request }) => {
  calls.push(String(request.getHeader('x-amz-target') ?? request.method).split('.').at(-1))
})
export const handler = async (event, context) => {
  calls = []
  const startedAt = performance.now()
  const cpu = process.threadCpuUsage()
  const answer = await inner(event, context)
  const { user, system } = process.threadCpuUsage(cpu)
  const records = event.Records?.length ?? 1
  const wallMs = performance.now() - startedAt
  const invocation = { title: ${JSON.stringify(title)}, records, cpuMs: (user + system) / 1000, wallMs, calls }
  appendFileSync(${JSON.stringify(outputFile)}, JSON.stringify(invocation) + '\\n')
  return answer
}
`
}
