import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { AppError } from '../domain/errors.ts'

/** Outputs of a deployed stack by name. Throws `configuration_invalid` where there is none by that name. */
export async function readStackOutputs(
  client: CloudFormationClient,
  stackName: string,
): Promise<Readonly<Record<string, string>>> {
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch((cause: unknown) => fail(stackName, cause))
  return Object.fromEntries(
    (Stacks[0]?.Outputs ?? []).flatMap(({ OutputKey, OutputValue }): [string, string][] =>
      OutputKey === undefined || OutputValue === undefined ? [] : [[OutputKey, OutputValue]],
    ),
  )
}

/** CloudFormation calls a stack that is not there a validation error. */
function fail(stackName: string, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const isAbsent = reason.includes('does not exist')
  throw new AppError(
    'configuration_invalid',
    isAbsent
      ? `there is no stack ${stackName} in this account and region; see AWS_PROFILE and AWS_REGION, or name another with --stack`
      : `the stack ${stackName} could not be described (${reason}): AWS_REGION and AWS_PROFILE say where it is and who asks`,
    { cause },
  )
}
