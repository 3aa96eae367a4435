import * as z from 'zod'
import { StartError } from '../start-error.ts'
import type { StackReader } from './stack-reader.ts'

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 }
const RATE = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/

const ScheduleProperties = z.strictObject({
  ScheduleExpression: z.string().regex(RATE, 'only rate(…) is imitated here'),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal('OFF') }),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().default('{}'),
    // What fails here is told in the terminal, and comes again with the next period.
    DeadLetterConfig: z.unknown().optional(),
    RetryPolicy: z.unknown().optional(),
  }),
})

export type LocalSchedule = { name: string; everySeconds: number; targetArn: string; input: unknown }

/** Every enabled schedule. A target must be a function or a queue of the same stack. */
export function readSchedules(reader: StackReader, targetArns: ReadonlySet<string>): LocalSchedule[] {
  return reader
    .ofType('AWS::Scheduler::Schedule', ScheduleProperties)
    .filter(({ properties }) => properties.State === 'ENABLED')
    .map(({ logicalId, properties: { ScheduleExpression, Target } }) => {
      if (!targetArns.has(Target.Arn)) {
        throw new StartError(
          `${logicalId} has the target ${Target.Arn}. Only functions and queues of the stack are targets here.`,
        )
      }
      return {
        name: logicalId,
        everySeconds: toSeconds(ScheduleExpression),
        targetArn: Target.Arn,
        input: parseInput(Target.Input, logicalId),
      }
    })
}

function toSeconds(expression: string): number {
  const [, count, unit = ''] = RATE.exec(expression) ?? []
  return Number(count) * (UNIT_SECONDS[unit] ?? 0)
}

function parseInput(input: string, name: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    throw new StartError(`The input of ${name} is not JSON.`)
  }
}
