import * as z from 'zod'
import { compileEventPattern } from '../aws-front/bus/event-pattern.ts'
import { LOCAL_ACCOUNT } from '../local-account.ts'
import { StartError } from '../start-error.ts'
import type { StackReader } from './stack-reader.ts'

const RuleProperties = z.strictObject({
  EventBusName: z.string(),
  EventPattern: z.record(z.string(), z.unknown()),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z
    .array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string(),
        // Permissions are not imitated.
        RoleArn: z.string().optional(),
        DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
        RetryPolicy: z
          .strictObject({
            MaximumEventAgeInSeconds: z.number().optional(),
            MaximumRetryAttempts: z.number().optional(),
          })
          .optional(),
      }),
    )
    .default([]),
})

export type LocalBus = { name: string; arn: string; rules: LocalRule[] }

export type LocalRule = {
  name: string
  pattern: Record<string, unknown>
  targets: {
    arn: string
    deadLetterArn?: string
    retry?: { maximumEventAgeSeconds?: number; maximumRetryAttempts?: number }
  }[]
  /** Targets of other accounts: nobody here plays them, and nothing is sent. */
  elsewhere: string[]
}

/** Every bus with its enabled rules. A target must be a function, a queue or a topic of the same stack, or belong to another account. */
export function readBuses(reader: StackReader, targetArns: ReadonlySet<string>): LocalBus[] {
  const buses = reader
    .ofType('AWS::Events::EventBus', z.strictObject({ Name: z.string() }))
    .map(({ logicalId }): LocalBus => ({
      name: reader.refOf(logicalId),
      arn: reader.arnOf(logicalId),
      rules: [],
    }))
  for (const { logicalId, properties } of reader.ofType('AWS::Events::Rule', RuleProperties)) {
    const bus = buses.find(
      ({ name, arn }) => properties.EventBusName === name || properties.EventBusName === arn,
    )
    if (bus === undefined)
      throw new StartError(`${logicalId} listens to ${properties.EventBusName}, which is no bus here.`)
    if (properties.State === 'DISABLED') continue
    bus.rules.push({
      name: logicalId,
      pattern: checkPattern(properties.EventPattern, logicalId),
      ...sortTargets(properties.Targets, logicalId, targetArns),
    })
  }
  return buses
}

type RuleTarget = z.infer<typeof RuleProperties>['Targets'][number]

function sortTargets(
  targets: readonly RuleTarget[],
  rule: string,
  targetArns: ReadonlySet<string>,
): Pick<LocalRule, 'targets' | 'elsewhere'> {
  const own = targets.filter(({ Arn }) => targetArns.has(Arn))
  const others = targets.filter(({ Arn }) => !targetArns.has(Arn)).map(({ Arn }) => Arn)
  const unknown = others.find((arn) => !isOfAnotherAccount(arn))
  if (unknown !== undefined) {
    throw new StartError(
      `${rule} has the target ${unknown}. Only functions, queues and topics of the stack are targets here.`,
    )
  }
  return { targets: own.map(toTarget), elsewhere: others }
}

function isOfAnotherAccount(arn: string): boolean {
  const [, , , , account = ''] = arn.split(':')
  return /^\d{12}$/.test(account) && account !== LOCAL_ACCOUNT
}

/** An operator that the local bus does not know must show at the start, not as an event that never arrives. */
function checkPattern(pattern: Record<string, unknown>, rule: string): Record<string, unknown> {
  try {
    compileEventPattern(pattern, rule)
  } catch (error) {
    throw new StartError(
      `The pattern of ${rule} cannot be matched here. ${error instanceof Error ? error.message : ''}`,
    )
  }
  return pattern
}

function toTarget(target: RuleTarget): LocalRule['targets'][number] {
  const age = target.RetryPolicy?.MaximumEventAgeInSeconds
  const attempts = target.RetryPolicy?.MaximumRetryAttempts
  return {
    arn: target.Arn,
    ...(target.DeadLetterConfig === undefined ? {} : { deadLetterArn: target.DeadLetterConfig.Arn }),
    retry: {
      ...(age === undefined ? {} : { maximumEventAgeSeconds: age }),
      ...(attempts === undefined ? {} : { maximumRetryAttempts: attempts }),
    },
  }
}
