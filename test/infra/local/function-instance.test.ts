import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startFunctionInstance } from '../../../infra/local/lambda/function-instance.ts'
import { createFunctionLog } from '../../../infra/local/lambda/function-log.ts'
import { createScratch } from './small-stack.ts'

const scratch = createScratch()
const log = createFunctionLog({ dataDir: scratch.directory, title: 'slow', show: () => undefined })
afterAll(async () => {
  await log.close()
  scratch.clean()
})

/** One whose import takes so long, with a timeout of three seconds. */
function startImporting(name: string, wait: string) {
  const file = join(scratch.directory, `${name}.mjs`)
  writeFileSync(file, `${wait}\nexport const handler = async (event) => event.word\n`)
  const definition = {
    logicalId: name,
    title: name,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    directory: scratch.directory,
    entry: { file, export: 'handler' },
    environment: {},
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    reservedConcurrency: null,
  }
  return startFunctionInstance(definition, {}, log)
}

it.concurrent.each([
  {
    name: 'late',
    how: 'longer than Lambda’s ten seconds, not longer than its own timeout beside them',
    wait: 'await new Promise((resolve) => setTimeout(resolve, 10_500))',
    outcome: { kind: 'succeeded', payload: '"hello"' },
  },
  {
    name: 'never',
    how: 'for ever',
    wait: 'setInterval(() => undefined, 1_000); await new Promise(() => undefined)',
    outcome: { kind: 'failed', errorType: 'Sandbox.Timedout' },
  },
])('a function that imports $how: this guarantees its outcome', async ({ name, wait, outcome }) => {
  const instance = startImporting(name, wait)
  try {
    expect(await instance.invoke('request-1', '{"word":"hello"}')).toMatchObject(outcome)
    expect(instance.alive()).toBe(outcome.kind === 'succeeded')
  } finally {
    instance.kill()
  }
})
