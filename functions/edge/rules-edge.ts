import * as z from 'zod'
import type { SeedDeps, SeedOutcome } from '../../shared/app/seed-rules.ts'
import { createTable } from '../../shared/aws/dynamo.ts'
import { type ResourceAnswer, sendResourceAnswer } from '../../shared/aws/resource-answer.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { findRuleMistakes } from '../../shared/domain/sla/find-rule-mistakes.ts'
import { SlaRuleSet } from '../../shared/domain/sla/rules.ts'
import { readEnvironment, RulesEnvironment } from './environment.ts'
import { createLogger, toLoggableError } from './logger.ts'
import { once } from './once.ts'
import { systemClock, systemPacer } from './system.ts'

type SeedRules = (deps: SeedDeps, brought: SlaRuleSet) => Promise<SeedOutcome>

/** The same for ever: another id would make CloudFormation delete the resource that had the old one. */
const PHYSICAL_ID = 'sla-rules'
/** An answer may have 4 KB. */
const REASON_CHARS_MAX = 2_000

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
const ResourceRequest = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  ResourceProperties: z.record(z.string(), z.unknown()),
})
type ResourceRequest = z.infer<typeof ResourceRequest>

/** Wires the rules of a deployment to the table: a request of CloudFormation in, its answer sent to the URL that came with it. */
export function createRulesEdge(seed: SeedRules): (event: unknown) => Promise<void> {
  const logger = once(createLogger)
  const deps = once(composeRules)

  async function carryOut({ RequestType, ResourceProperties }: ResourceRequest): Promise<string> {
    // The table goes with the stack, or stays with all that it holds.
    if (RequestType === 'Delete') return 'nothing to delete'
    const outcome = await seed(deps(), readRules(ResourceProperties))
    logger().info('rules', outcome)
    return toSentence(outcome)
  }

  return async (event) => {
    const request = ResourceRequest.parse(event)
    const { StackId, RequestId, LogicalResourceId } = request
    const address = { PhysicalResourceId: PHYSICAL_ID, StackId, RequestId, LogicalResourceId }
    let answer: ResourceAnswer
    try {
      const Reason = await carryOut(request)
      answer = { ...address, Status: 'SUCCESS', Reason, Data: { Outcome: Reason } }
    } catch (error) {
      logger().error('rules failed', { request: request.RequestType, error: toLoggableError(error) })
      answer = { ...address, Status: 'FAILED', Reason: toReason(error), Data: {} }
    }
    await sendResourceAnswer(request.ResponseURL, answer, systemPacer)
  }
}

function composeRules(): SeedDeps {
  const environment = readEnvironment(RulesEnvironment, process.env)
  const rules = createRulesStore(createTable(environment.INLET_TABLE_NAME), systemClock)
  return { rules, clock: systemClock, pacer: systemPacer }
}

const JsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue('expected JSON')
    return z.NEVER
  }
})
const Properties = z.object({ Policies: JsonText, Calendars: JsonText })

function readRules(properties: Record<string, unknown>): SlaRuleSet {
  const texts = Properties.safeParse(properties)
  if (!texts.success) throw invalid(texts.error.issues)
  const rules = SlaRuleSet.safeParse({ policies: texts.data.Policies, calendars: texts.data.Calendars })
  if (!rules.success) throw invalid(rules.error.issues)
  const mistakes = findRuleMistakes(rules.data)
  if (mistakes.length > 0) throw invalid(mistakes)
  return rules.data
}

function invalid(mistakes: readonly { path: PropertyKey[]; message: string }[]): AppError {
  const told = mistakes.map(({ path, message }) => `${path.join('.')}: ${message}`)
  return new AppError('configuration_invalid', `the rules are not usable: ${told.join('; ')}`)
}

function toSentence(outcome: SeedOutcome): string {
  switch (outcome.kind) {
    case 'saved':
      return `saved as version ${outcome.version}`
    case 'unchanged':
      return `version ${outcome.version} says the same`
    case 'kept':
      return `version ${outcome.version} stays, which ${outcome.savedBy} saved: rules that people saved are changed through the API alone`
  }
}

function toReason(error: unknown): string {
  const told =
    error instanceof AppError ? `${error.code}: ${error.message}` : 'unexpected, see the function’s log'
  return told.slice(0, REASON_CHARS_MAX)
}
