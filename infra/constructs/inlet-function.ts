import { Stack, Validations } from 'aws-cdk-lib'
import type { Duration } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  CfnFunction,
  Code,
  Function,
  LoggingFormat,
  SystemLogLevel,
  ApplicationLogLevel,
  Runtime,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { withBundle } from '../bundle.ts'
import type { FunctionEntry } from '../bundle.ts'
import { at, listAt, targetOf } from '../checks/template.ts'
import type { Settings } from '../config.ts'
import { removalPolicyOf } from './removal-policy.ts'

const KEPT_BY_CALLER =
  'A function-level dead letter target serves asynchronous invocations. API Gateway, SQS and the stream invoke this function synchronously; their failures go back to the platform, to the queue or to the failure bucket.'

export type InletFunctionProps = {
  settings: Settings
  entry: FunctionEntry
  /** The name in logs and metrics. */
  service: string
  timeout: Duration
  memorySizeMb: number
  environment: Readonly<Record<string, string>>
  /** What becomes of an event that the function fails on. Absent: whoever invokes it waits for it, and keeps the event. */
  failures?: string
  /** Where an event goes that the function failed on, invoked asynchronously and tried three times. */
  deadLetters?: IQueue
}

/** One Lambda function with its own role, log group and bundle. It may write its own log and nothing else yet. */
export class InletFunction extends Construct {
  readonly function: Function
  private readonly role: Role

  constructor(scope: Construct, id: string, props: InletFunctionProps) {
    super(scope, id)
    const { settings, entry, service, timeout, memorySizeMb } = props

    const logGroup = new LogGroup(this, 'Log', {
      retention: settings.retention.logsDays,
      removalPolicy: removalPolicyOf(settings),
    })
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn])

    const create = (code: Code) =>
      new Function(this, 'Function', {
        runtime: Runtime.NODEJS_24_X,
        architecture: Architecture.ARM_64,
        handler: 'index.handler',
        code,
        role: this.role.withoutPolicyUpdates(),
        logGroup,
        loggingFormat: LoggingFormat.JSON,
        // Lambda's own start and report lines cost more than ours and say nothing that its metrics do not.
        systemLogLevelV2: SystemLogLevel.WARN,
        applicationLogLevelV2: ApplicationLogLevel.INFO,
        timeout,
        memorySize: memorySizeMb,
        ...(props.deadLetters === undefined ? {} : { deadLetterQueue: props.deadLetters }),
        environment: {
          POWERTOOLS_SERVICE_NAME: service,
          POWERTOOLS_LOG_LEVEL: 'INFO',
          INLET_STAGE: settings.stage,
          ...props.environment,
        },
      })
    // `cdk list` and `cdk destroy` say that they need no bundles.
    this.function = Stack.of(this).bundlingRequired
      ? withBundle(entry, (directory) => create(Code.fromAsset(directory)))
      : create(Code.fromInline('// not bundled'))
    this.function.node.addDependency(this.role)
    // Tells whoever reads the template which source the asset was made of.
    const resource = this.function.node.defaultChild
    if (resource instanceof CfnFunction) resource.addMetadata('inlet:entry', entry.file)
    if (props.deadLetters !== undefined) this.allow(['sqs:SendMessage'], [props.deadLetters.queueArn])
    else this.acknowledgeFailures(props.failures ?? KEPT_BY_CALLER)
    this.acknowledgeTracing()
  }

  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }))
  }

  /** Where AWS leaves only a wildcard: everything of one resource below an ending such as `/stream/*`, with the reason. */
  allowBelow(actions: readonly string[], arn: string, ending: string, reason: string): void {
    this.allow(actions, [`${arn}${ending}`])
    const shown = toShown(Stack.of(this).resolve(arn))
    Validations.of(this.role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${shown}${ending}]`, reason })
  }

  private acknowledgeFailures(reason: string): void {
    Validations.of(this.function).acknowledge({ id: 'Serverless-LambdaDLQ', reason })
  }

  private acknowledgeTracing(): void {
    Validations.of(this.function).acknowledge({
      id: 'Serverless-LambdaTracing',
      reason:
        'X-Ray needs a write permission on every resource and loses the trace between queue and stream. The correlation id of each envelope runs through logs, entries and events instead.',
    })
  }
}

/** An ARN as cdk-nag writes it: references in angle brackets. */
function toShown(arn: unknown): string {
  if (typeof arn === 'string') return arn
  const parts = listAt(arn, 'Fn::Join')[1]
  if (Array.isArray(parts)) return parts.map(toShown).join('')
  const reference = at(arn, 'Ref')
  return `<${typeof reference === 'string' ? reference : `${targetOf(arn) ?? ''}.Arn`}>`
}
