import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import * as z from 'zod'
import { readStackOutputs } from '../shared/aws/stack-outputs.ts'
import { UsageError } from './usage-error.ts'

/** Where a deployment describes itself: CloudFormation, or the runner of this machine. */
export type Place = { kind: 'stack'; name: string } | { kind: 'local'; url: string }

export const PLACE_OPTIONS = { stack: { type: 'string' }, url: { type: 'string' } } as const

export const PLACE_USAGE = `  --stack       name of the deployed stack; its outputs in CloudFormation say where everything is
  --url         instead: a local run, for example http://127.0.0.1:3000`

const PLACE_MISSING = 'It needs --stack or --url.'

export type StackOutputs = Readonly<Record<string, string>>

export type Deployment = {
  outputs: StackOutputs
  /** For the SDK's clients; empty where the SDK's own settings hold. */
  aws: {
    endpoint?: string
    region?: string
    credentials?: { accessKeyId: string; secretAccessKey: string }
  }
  /** Base URLs in the place of the platforms' own, by name; of AWS's messages its own. */
  platformHosts: Readonly<Record<string, string>>
  smsVoiceUrl: string | null
}

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/

/** What `GET /local/deployment` answers. */
const LocalDeployment = z.object({
  outputs: z.record(z.string(), z.string()),
  aws: z.object({
    endpoint: z.url(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
  }),
  platformHosts: z.record(z.string(), z.string()),
  smsVoiceUrl: z.string().nullable(),
})

/** Of the values of `PLACE_OPTIONS`; null where neither is given. Throws `UsageError`. */
export function readPlace(values: Readonly<Record<string, unknown>>): Place | null {
  const [stack, url] = [textOf(values['stack']), textOf(values['url'])]
  if (stack !== null && url !== null) throw new UsageError('Either --stack or --url.')
  if (stack !== null) return { kind: 'stack', name: stack }
  if (url === null) return null
  if (!LOOPBACK.test(url)) throw new UsageError(`--url is ${url}; it is for a local run, on 127.0.0.1.`)
  return { kind: 'local', url: url.replace(/\/$/, '') }
}

/** Throws `UsageError`, and `AppError` where CloudFormation knows no such stack. */
export async function findDeployment(place: Place | null): Promise<Deployment> {
  if (place === null) throw new UsageError(PLACE_MISSING)
  if (place.kind === 'local') return await describeLocalRun(place.url)
  const outputs = await readStackOutputs(new CloudFormationClient({}), place.name)
  return { outputs, aws: {}, platformHosts: {}, smsVoiceUrl: null }
}

/** Throws `UsageError` for a stack that is older than the command, or none of Inlet's. */
export function requireOutput(outputs: StackOutputs, name: string): string {
  const value = outputs[name]
  if (value !== undefined) return value
  throw new UsageError(`The stack has no output ${name}: deploy this version, or name a stack of Inlet's.`)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

async function describeLocalRun(url: string): Promise<Deployment> {
  const response = await fetch(`${url}/local/deployment`).catch(() => null)
  if (response === null || !response.ok) {
    throw new UsageError(`There is no local run at ${url}: start one with \`npm start\`.`)
  }
  const { aws, ...described } = LocalDeployment.parse(await response.json())
  const { endpoint, region, ...credentials } = aws
  return { ...described, aws: { endpoint, region, credentials } }
}
