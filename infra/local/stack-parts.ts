import type { AwsFront } from './aws-front/start-aws-front.ts'
import { callSns } from './emulators/call-sns.ts'
import type { Emulators } from './emulators/start-emulators.ts'
import type { LocalDeployment } from './http/local-routes.ts'
import { createTokenIssuer, type TokenIssuer } from './http/token-issuer.ts'
import { createFunctionEnvironment } from './lambda/function-environment.ts'
import { createFunctionLog } from './lambda/function-log.ts'
import { createFunctionPool, type FunctionPool } from './lambda/function-pool.ts'
import { LOCAL_CREDENTIALS, LOCAL_REGION } from './local-account.ts'
import { startSqsMapping, type RunningMapping } from './mappings/start-sqs-mapping.ts'
import { startStreamMapping } from './mappings/start-stream-mapping.ts'
import type { Platforms } from './platforms/start-platforms.ts'
import { StartError } from './start-error.ts'
import type { LocalStack } from './template/local-stack.ts'
import type { LocalFunction } from './template/read-functions.ts'
import type { Weather } from './weather.ts'

type Context = { dataDir: string; weather: Weather; log: (line: string) => void }

export function createPools(
  definitions: readonly LocalFunction[],
  context: Context & { aws: AwsFront; publicUrl: string; platforms: Platforms | null },
): FunctionPool[] {
  const { dataDir, weather, log, aws, publicUrl, platforms } = context
  return definitions.map((definition) => {
    // A custom domain of the settings is not here; the signature check must see the address that is really called.
    const own = {
      ...('INLET_PUBLIC_URL' in definition.environment ? { INLET_PUBLIC_URL: publicUrl } : {}),
      ...(callsPlatforms(definition) ? platforms?.environment : {}),
    }
    return createFunctionPool({
      definition,
      environment: createFunctionEnvironment(definition, aws.endpoints, own),
      weather,
      log: createFunctionLog({ dataDir, title: definition.title, show: log }),
    })
  })
}

/** Whether a function sends something to a platform. */
export function callsPlatforms({ environment }: LocalFunction): boolean {
  return 'INLET_PLATFORM_HOSTS' in environment
}

export async function startMappings(
  stack: LocalStack,
  context: Context & { functions: ReadonlyMap<string, FunctionPool>; emulators: Emulators },
): Promise<RunningMapping[]> {
  const { functions, emulators, ...rest } = context
  const { dynamodbUrl, fauxqsUrl } = emulators
  const mappings: RunningMapping[] = []
  for (const mapping of stack.streamMappings) {
    const pool = poolOf(functions, mapping.functionArn)
    mappings.push(await startStreamMapping({ mapping, pool, dynamodbUrl, fauxqsUrl, ...rest }))
  }
  for (const mapping of stack.sqsMappings) {
    const pool = poolOf(functions, mapping.functionArn)
    mappings.push(startSqsMapping({ mapping, pool, fauxqsUrl, ...rest }))
  }
  return mappings
}

function poolOf(functions: ReadonlyMap<string, FunctionPool>, arn: string): FunctionPool {
  const pool = functions.get(arn)
  if (pool === undefined) throw new StartError(`There is no function ${arn}.`)
  return pool
}

/** Lets what runs finish within the patience, then ends it: a batch cut short stays in its queue or stream. */
export async function stopWork(
  mappings: readonly RunningMapping[],
  pools: Iterable<FunctionPool>,
  patienceMs: number,
): Promise<void> {
  const ended = Promise.all(mappings.map((mapping) => mapping.stop()))
  let timer: NodeJS.Timeout | undefined
  await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))])
  clearTimeout(timer)
  await Promise.all([...pools].map((pool) => pool.stop(0)))
  await ended
}

export function collectSecrets(
  stack: LocalStack,
  channelSecrets: ReadonlyMap<string, Readonly<Record<string, string>>>,
): Map<string, string> {
  const secrets = new Map<string, string>()
  for (const { logicalId, arn, channel, value } of stack.secrets) {
    const local = channelSecrets.get(channel ?? '')
    const text = local === undefined ? value : JSON.stringify(local)
    if (text === null)
      throw new StartError(`${logicalId} is the secret of ${channel}, which is no channel here.`)
    secrets.set(arn, text)
  }
  return secrets
}

/** What `POST /local/topics/{channel}` does: the service that publishes to the channel's topic, played here. */
export function createPublish(
  stack: LocalStack,
  fauxqsUrl: string,
): (channel: string, message: string) => Promise<string | null> {
  return async (channel, message) => {
    const topic = stack.topics.find((each) => each.channel === channel)
    if (topic === undefined) return null
    return await callSns(fauxqsUrl, 'Publish', { TopicArn: topic.arn, Message: message }, 'MessageId')
  }
}

/** What `POST /local/schedules/{function}` does: every schedule of that function, now. Rejects with what the function failed of. */
export function createRunSchedules(
  { functions, schedules }: LocalStack,
  deliver: (targetArn: string, input: unknown) => Promise<void>,
): (title: string) => Promise<boolean> {
  return async (title) => {
    const target = functions.find((each) => each.title === title)?.arn
    const found = schedules.filter(({ targetArn }) => targetArn === target)
    for (const { targetArn, input } of found) await deliver(targetArn, input)
    return found.length > 0
  }
}

/** What `GET /local/deployment` answers. */
export function describeDeployment(
  { outputs }: LocalStack,
  aws: AwsFront,
  platforms: Platforms | null,
): LocalDeployment {
  return {
    outputs,
    aws: { endpoint: aws.url, region: LOCAL_REGION, ...LOCAL_CREDENTIALS },
    platformHosts: platforms?.hosts ?? {},
    smsVoiceUrl: platforms?.smsVoiceUrl ?? null,
  }
}

/** The provider that the stack trusts, played here. */
export async function createLocalIssuer(stack: LocalStack, dataDir: string): Promise<TokenIssuer> {
  const [authorizer] = stack.api.authorizers
  const claims = stack.functions.flatMap(({ environment }) => environment['INLET_ACTOR_CLAIM'] ?? [])
  return await createTokenIssuer({
    dataDir,
    issuer: authorizer?.issuer ?? 'http://127.0.0.1/no-authorizer',
    clientId: authorizer?.audience[0] ?? 'local',
    actorClaim: claims[0] ?? 'inlet:actor',
  })
}
