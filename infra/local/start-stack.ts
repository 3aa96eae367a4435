import { startAwsFront, type AwsFront } from './aws-front/start-aws-front.ts'
import { openDataFolder } from './data-folder.ts'
import { runCustomResources } from './custom-resources/run-custom-resources.ts'
import { createDeliver, createInvokeLater } from './deliver.ts'
import { createResources } from './emulators/create-resources.ts'
import { startEmulators } from './emulators/start-emulators.ts'
import { startHttpFront } from './http/start-http-front.ts'
import type { FunctionPool } from './lambda/function-pool.ts'
import { overrideFunctions, overrideProperties, type StackOverrides } from './overrides.ts'
import { type Platforms, startPlatforms } from './platforms/start-platforms.ts'
import {
  callsPlatforms,
  collectSecrets,
  createLocalIssuer,
  createPools,
  createPublish,
  createRunSchedules,
  describeDeployment,
  startMappings,
  stopWork,
} from './stack-parts.ts'
import { StartError } from './start-error.ts'
import { startSchedules } from './start-schedules.ts'
import type { LocalAssembly } from './template/assembly.ts'
import { readLocalStack, type LocalStack } from './template/local-stack.ts'
import type { WeatherRuleName } from './weather-rules.ts'
import { createWeather, type Weather, type WeatherMode } from './weather.ts'

/** How long what runs may go on once a stop is asked for. */
const STOP_PATIENCE_MS = 5_000
/** Requests first, so that nothing new comes in; the emulators last, because all others talk to them. */
const STOP_ORDER = ['requests', 'work', 'platforms', 'aws', 'emulators'] as const
const UNKNOWN_YET = { publicUrl: 'http://127.0.0.1', sqsUrl: 'http://127.0.0.1' }

export type LocalStackOptions = {
  assembly: LocalAssembly
  /** Value of each channel's secret, by the channel's name. */
  channelSecrets: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Kept over restarts; whoever made it removes it. */
  dataDir: string
  port: number
  weather: WeatherMode
  seed: number
  rules?: Partial<Record<WeatherRuleName, { on?: boolean; probability?: number }>>
  overrides?: StackOverrides
  /** A DynamoDB that runs elsewhere, instead of dynoxide. */
  dynamodbEndpoint?: string | null
  log: (line: string) => void
}

export type RunningStack = {
  url: string
  weather: Weather
  stack: LocalStack
  /** The emulators themselves, without weather and limits: for looking, not for the functions. */
  emulators: { dynamodbUrl: string; fauxqsUrl: string }
  /** AWS as the functions see it. */
  aws: AwsFront
  /** The send side of the platforms; null where the template sends nothing. */
  platforms: Platforms | null
  /** Kills an instance of the function with this title where it is; false when there is none. */
  killFunction: (title: string) => boolean
  /** Settles when the emulators end by themselves. */
  died: Promise<void>
  stop: () => Promise<void>
}

type Stops = Partial<Record<(typeof STOP_ORDER)[number], () => Promise<void>>>

/** Runs a synthesized template on this machine. */
export async function startLocalStack(options: LocalStackOptions): Promise<RunningStack> {
  const stops: Stops = {}
  let stopping: Promise<void> | null = null
  const stop = (): Promise<void> => (stopping ??= stopAll(stops))
  try {
    return { ...(await startParts(options, stops)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startParts(options: LocalStackOptions, stops: Stops): Promise<Omit<RunningStack, 'stop'>> {
  const { dataDir, log, overrides = {} } = options
  const step = createStepLog(log)
  openDataFolder(dataDir)
  const assembly = overrideProperties(options.assembly, overrides)
  const plan = readLocalStack(assembly, UNKNOWN_YET)
  const definitions = overrideFunctions(plan.functions, overrides)
  const weather = createRuledWeather(options)
  step(`template read: ${definitions.length} functions, ${plan.api.routes.length} routes`)

  const front = await startHttpFront(options.port, log)
  stops.requests = () => front.stop(STOP_PATIENCE_MS)
  const playing = definitions.some(callsPlatforms)
    ? startPlatforms({ inboxUrl: front.url, dataDir, log })
    : null
  // A start that fails before it is waited for stops it all the same.
  stops.platforms = async () => (await playing?.catch(() => null))?.stop()
  const emulators = await startEmulators({ dataDir, dynamodbEndpoint: options.dynamodbEndpoint ?? null })
  stops.emulators = emulators.stop
  step('emulators up: dynoxide for DynamoDB, fauxqs for SQS, SNS and S3')
  await createResources(plan, emulators)
  step(`${plan.tables.length} table, ${plan.queues.length} queues, ${plan.buckets.length} bucket in place`)

  const functions = new Map<string, FunctionPool>()
  const { queues, topics } = plan
  const deliver = createDeliver({ functions, queues, topics, fauxqsUrl: emulators.fauxqsUrl })
  const aws = await startAwsFront({
    ...emulators,
    weather,
    dataDir,
    secrets: collectSecrets(plan, options.channelSecrets),
    keys: plan.keys,
    buses: plan.buses,
    deliver,
    invokeLater: createInvokeLater(functions, log),
    log,
  })
  stops.aws = aws.stop
  for (const { name, elsewhere } of plan.buses.flatMap(({ rules }) => rules)) {
    if (elsewhere.length > 0)
      log(`${name} also has ${elsewhere.join(', ')}: nothing is sent there from here.`)
  }
  step(`AWS front up: ${plan.buses.length} bus, ${plan.secrets.length} secrets, weather ${options.weather}`)

  const platforms = await playing
  if (platforms !== null) step('platforms up: Graph API, X API, Twilio and AWS SMS are played')

  const stack = readLocalStack(assembly, { publicUrl: front.url, sqsUrl: aws.endpoints.sqs })
  const context = { dataDir, weather, log }
  const located = overrideFunctions(stack.functions, overrides)
  for (const pool of createPools(located, { ...context, aws, publicUrl: front.url, platforms })) {
    functions.set(pool.definition.arn, pool)
  }
  stops.work = () => stopWork([], functions.values(), 0)
  await Promise.all([...functions.values()].map((pool) => pool.warm()))
  step(`${functions.size} functions initialized`)
  const made = await runCustomResources(stack.customResources, { functions, dataDir, log })
  step(`${made} of ${stack.customResources.length} custom resources made or changed`)
  const mappings = await startMappings(stack, { ...context, functions, emulators })
  const schedules = startSchedules({ schedules: stack.schedules, deliver, weather, log })
  stops.work = () => {
    schedules.stop()
    return stopWork(mappings, functions.values(), STOP_PATIENCE_MS)
  }
  step(`${mappings.length} event sources and ${stack.schedules.length} schedules connected`)

  const issuer = await createLocalIssuer(stack, dataDir)
  const publish = createPublish(stack, emulators.fauxqsUrl)
  const deployment = describeDeployment(stack, aws, platforms)
  const local = {
    issuer,
    publish,
    platforms,
    deployment,
    events: (after?: string) => aws.events(after),
    runSchedules: createRunSchedules(stack, deliver),
  }
  front.open({ api: stack.api, functions, local })
  return {
    url: front.url,
    weather,
    stack,
    emulators,
    aws,
    platforms,
    killFunction: (title) =>
      [...functions.values()].some((pool) => pool.definition.title === title && pool.killOne()),
    died: emulators.died,
  }
}

function createRuledWeather(options: LocalStackOptions): Weather {
  const weather = createWeather({ mode: options.weather, seed: options.seed })
  for (const [name, change] of Object.entries(options.rules ?? {})) {
    if (!weather.rules().some((rule) => rule.name === name)) {
      throw new StartError(`There is no weather rule ${name}.`)
    }
    weather.setRule(name as WeatherRuleName, change)
  }
  return weather
}

/** One line a step, with the milliseconds that it took. */
function createStepLog(log: (line: string) => void): (line: string) => void {
  let last = performance.now()
  return (line) => {
    const now = performance.now()
    log(`${String(Math.round(now - last)).padStart(6)} ms  ${line}`)
    last = now
  }
}

/** Every part is stopped, whatever another one's stop does. */
async function stopAll(stops: Stops): Promise<void> {
  const failures: unknown[] = []
  for (const name of STOP_ORDER) {
    await stops[name]?.().catch((error: unknown) => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped.')
}
