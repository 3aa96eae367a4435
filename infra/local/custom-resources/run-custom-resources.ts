import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { FunctionPool } from '../lambda/function-pool.ts'
import { LOCAL_STACK_ID } from '../local-account.ts'
import { StartError } from '../start-error.ts'
import type { LocalCustomResource } from '../template/read-custom-resources.ts'
import { openAnswerBox, ResourceAnswer, type AnswerBox } from './answer-box.ts'
import { openMadeResources, type MadeResource } from './made-resources.ts'

/** Lambda runs an event that nobody waits for once, and again twice: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RUNS_MAX = 3

type Deps = { functions: ReadonlyMap<string, FunctionPool>; log: (line: string) => void }

/**
 * Asks each custom resource's function to make it, or to change it where its properties are others than those of the
 * data folder. Returns how many were asked; fails with the function's reason.
 */
export async function runCustomResources(
  resources: readonly LocalCustomResource[],
  { dataDir, ...deps }: Deps & { dataDir: string },
): Promise<number> {
  const made = openMadeResources(dataDir)
  const changed = resources.filter(
    ({ logicalId, properties }) => !isDeepStrictEqual(made.find(logicalId)?.properties, properties),
  )
  if (changed.length === 0) return 0
  const box = await openAnswerBox()
  try {
    for (const resource of changed) {
      const before = made.find(resource.logicalId)
      made.keep(resource.logicalId, await make(resource, before, box, deps))
    }
  } finally {
    await box.close()
  }
  return changed.length
}

async function make(
  { logicalId, type, functionArn, properties }: LocalCustomResource,
  before: MadeResource | null,
  box: AnswerBox,
  { functions, log }: Deps,
): Promise<MadeResource> {
  const pool = functions.get(functionArn)
  if (pool === undefined) throw new StartError(`There is no function ${functionArn}.`)
  const { url, read } = box.open()
  const request = { StackId: LOCAL_STACK_ID, RequestId: randomUUID(), LogicalResourceId: logicalId }
  const event = {
    ...request,
    ...(before === null
      ? { RequestType: 'Create' }
      : {
          RequestType: 'Update',
          PhysicalResourceId: before.physicalId,
          OldResourceProperties: before.properties,
        }),
    ResponseURL: url,
    ResourceType: type,
    ServiceToken: functionArn,
    ResourceProperties: properties,
  }
  const answer = await runUntilAnswered(pool, event, read, logicalId)
  for (const [name, value] of Object.entries(request)) {
    if (answer[name as keyof typeof request] !== value) {
      throw new StartError(`The answer for ${logicalId} names another ${name} than was asked for.`)
    }
  }
  if (answer.Status === 'FAILED')
    throw new StartError(`${logicalId} failed: ${answer.Reason ?? 'no reason given'}`)
  if (before !== null && answer.PhysicalResourceId !== before.physicalId) {
    throw new StartError(
      `${logicalId} has become ${answer.PhysicalResourceId}: in AWS ${before.physicalId} would be deleted now.`,
    )
  }
  log(`${logicalId} (${event.RequestType}): ${answer.Reason ?? 'done'}`)
  return { physicalId: answer.PhysicalResourceId, properties }
}

async function runUntilAnswered(
  pool: FunctionPool,
  event: unknown,
  read: () => string | null,
  logicalId: string,
): Promise<ResourceAnswer> {
  let failure = 'it ended without one'
  for (let run = 1; run <= RUNS_MAX; run++) {
    const outcome = await pool.invoke(event)
    const answer = read()
    if (answer !== null) return parseAnswer(answer, logicalId)
    if (outcome.kind !== 'failed') break
    failure = `${outcome.errorType}: ${outcome.errorMessage}`
  }
  throw new StartError(`${logicalId} got no answer from ${pool.definition.title}: ${failure}`)
}

function parseAnswer(text: string, logicalId: string): ResourceAnswer {
  const json = ((): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      return null
    }
  })()
  const answer = ResourceAnswer.safeParse(json)
  if (!answer.success) throw new StartError(`The answer for ${logicalId} is none that CloudFormation reads.`)
  return answer.data
}
