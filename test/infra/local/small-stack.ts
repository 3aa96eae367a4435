import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Template, type LocalAssembly } from '../../../infra/local/template/assembly.ts'
import {
  startLocalStack,
  type LocalStackOptions,
  type RunningStack,
} from '../../../infra/local/start-stack.ts'

export type Resources = Record<string, { Type: string; Properties?: object; [more: string]: unknown }>

/** A folder for one test file, removed by `clean`. */
export function createScratch(): { directory: string; clean: () => void } {
  const directory = mkdtempSync(join(tmpdir(), 'inlet-test-'))
  return { directory, clean: () => rmSync(directory, { recursive: true, force: true }) }
}

/** Writes handler modules and gives the assembly that a `cdk synth` of these resources would. */
export function createAssembly(
  directory: string,
  resources: Resources,
  handlers: Readonly<Record<string, string>> = {},
): LocalAssembly {
  const assets = new Map<string, string>()
  for (const [name, source] of Object.entries(handlers)) {
    const folder = join(directory, `asset.${name}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'index.mjs'), source)
    assets.set(`${name}.zip`, folder)
  }
  return { template: Template.parse({ Resources: resources }), assets }
}

export function functionResource(name: string, properties: object = {}): Resources[string] {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
      Handler: 'index.handler',
      Runtime: 'nodejs24.x',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      ...properties,
    },
  }
}

type ApiOptions = { protectedBy?: string | null; scopes?: string[]; prefix?: string }

/** An HTTP API whose routes lead to functions: `{ 'GET /a': 'Reader' }`. */
export function apiResources(
  routes: Readonly<Record<string, string>>,
  { protectedBy = null, scopes = [], prefix = '' }: ApiOptions = {},
): Resources {
  const resources: Resources = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Name: 'test' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
  }
  for (const [index, [key, target]] of Object.entries(routes).entries()) {
    resources[`${prefix}Integration${index}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': [target, 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    }
    resources[`${prefix}Route${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: key,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: `${prefix}Integration${index}` }]] },
        ...(protectedBy === null
          ? {}
          : { AuthorizationType: 'JWT', AuthorizerId: { Ref: protectedBy }, AuthorizationScopes: scopes }),
      },
    }
  }
  return resources
}

export type StackHandle = RunningStack & { lines: string[] }

export async function startSmallStack(
  options: Partial<LocalStackOptions> & Pick<LocalStackOptions, 'assembly' | 'dataDir'>,
): Promise<StackHandle> {
  const lines: string[] = []
  const running = await startLocalStack({
    channelSecrets: new Map(),
    port: 0,
    weather: 'calm',
    seed: 1,
    log: (line) => lines.push(line),
    ...options,
  })
  return { ...running, lines }
}

/** Asks until there is an answer that is not undefined; fails after a while. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  withinMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    const answer = await ask()
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${what} did not come true in time.`)
}
