import * as z from 'zod'
import { compileEventPattern } from '../aws-front/bus/event-pattern.ts'
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

export type LocalBus = {
  name: string
  arn: string
  rules: {
    name: string
    pattern: Record<string, unknown>
    targets: {
      arn: string
      deadLetterArn?: string
      retry?: { maximumEventAgeSeconds?: number; maximumRetryAttempts?: number }
    }[]
  }[]
}

/** Every bus with its enabled rules. A target must be a function or a queue of the same stack. */
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
      targets: properties.Targets.map((target) => {
        if (!targetArns.has(target.Arn)) {
          throw new StartError(
            `${logicalId} has the target ${target.Arn}. Only functions and queues of the stack are targets here.`,
          )
        }
        return toTarget(target)
      }),
    })
  }
  return buses
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

function toTarget(
  target: z.infer<typeof RuleProperties>['Targets'][number],
): LocalBus['rules'][number]['targets'][number] {
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
