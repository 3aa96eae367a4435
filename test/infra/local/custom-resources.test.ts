import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readLocalStack } from '../../../infra/local/template/local-stack.ts'
import {
  apiResources,
  createAssembly,
  createScratch,
  functionResource,
  startSmallStack,
  type Resources,
} from './small-stack.ts'

const scratch = createScratch()
const dataDir = join(scratch.directory, 'data')
const heardFile = join(scratch.directory, 'heard')
afterAll(() => scratch.clean())
beforeEach(() => {
  rmSync(heardFile, { force: true })
  rmSync(dataDir, { recursive: true, force: true })
})

/** Answers what the property `Answer` says, over what every answer has; `Crashes` runs end before. */
const MAKER = `
import { appendFileSync, readFileSync } from 'node:fs'
export const handler = async (event) => {
  appendFileSync(process.env.HEARD_FILE, JSON.stringify(event) + '\\n')
  const { Answer, Crashes = '0' } = event.ResourceProperties
  const runs = readFileSync(process.env.HEARD_FILE, 'utf8').trim().split('\\n').length
  if (runs <= Number(Crashes)) throw new Error('crashed')
  if (Answer === 'none') return
  const { StackId, RequestId, LogicalResourceId } = event
  const answer = { Status: 'SUCCESS', PhysicalResourceId: 'thing-1', StackId, RequestId, LogicalResourceId, ...Answer }
  const body = typeof Answer === 'string' ? Answer : JSON.stringify(answer)
  const { status } = await fetch(event.ResponseURL, { method: 'PUT', body })
  if (status !== 200) throw new Error('the answer was not taken: ' + status)
}`

function toAssembly(properties: object, more: Resources = {}) {
  const resources: Resources = {
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Maker: functionResource('maker', { Environment: { Variables: { HEARD_FILE: heardFile } } }),
    Thing: {
      Type: 'Custom::Thing',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['Maker', 'Arn'] }, ...properties },
    },
    ...apiResources({ 'GET /a': 'Maker' }),
    ...more,
  }
  return createAssembly(scratch.directory, resources, { maker: MAKER })
}

async function start(properties: object): Promise<string[]> {
  const stack = await startSmallStack({ assembly: toAssembly(properties), dataDir })
  await stack.stop()
  return stack.lines
}

function heard(): Record<string, unknown>[] {
  if (!existsSync(heardFile)) return []
  const lines = readFileSync(heardFile, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('a custom resource', () => {
  it('is made at the first start: this guarantees that what a deployment would do happens here too', async () => {
    const lines = await start({ Size: 3, Nested: [{ on: true }], Answer: { Reason: 'made' } })
    expect(heard()).toEqual([
      {
        RequestType: 'Create',
        RequestId: expect.any(String),
        ResponseURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
        StackId: expect.stringContaining(':stack/'),
        LogicalResourceId: 'Thing',
        ResourceType: 'Custom::Thing',
        ServiceToken: expect.stringMatching(/:function:Maker$/),
        ResourceProperties: {
          ServiceToken: expect.stringMatching(/:function:Maker$/),
          Size: '3',
          Nested: [{ on: 'true' }],
          Answer: { Reason: 'made' },
        },
      },
    ])
    expect(lines).toContain('Thing (Create): made')
  })

  it('is asked again only when its properties change: this guarantees that a restart is no deployment, and a change is one', async () => {
    await start({ Size: 1 })
    await start({ Size: 1 })
    await start({ Size: 2 })
    expect(heard().map(({ RequestType }) => RequestType)).toEqual(['Create', 'Update'])
    expect(heard()[1]).toMatchObject({
      PhysicalResourceId: 'thing-1',
      ResourceProperties: { Size: '2' },
      OldResourceProperties: { Size: '1' },
    })
  })

  it('whose function crashes is asked three times: this guarantees that bad weather alone ends no start', async () => {
    await start({ Crashes: 2 })
    expect(heard()).toHaveLength(3)
    expect(new Set(heard().map(({ RequestId }) => RequestId)).size).toBe(1)
  })

  it.each([
    ['it failed', { Status: 'FAILED', Reason: 'no such size' }, 'Thing failed: no such size'],
    ['nothing at all', 'none', 'Thing got no answer from Maker: it ended without one'],
    ['what nobody can read', 'SUCCESS', 'The answer for Thing is none that CloudFormation reads'],
    ['about another request', { RequestId: 'x' }, 'The answer for Thing names another RequestId'],
    ['more than 4 KB', { Reason: 'x'.repeat(5_000) }, 'the answer was not taken: 400'],
  ])(
    'that answers %s ends the start: this guarantees that nobody runs a half-made stack',
    async (_, Answer, told) => {
      await expect(start({ Answer })).rejects.toThrow(told)
      await start({ Answer: {} })
      expect(heard().at(-1)).toMatchObject({ RequestType: 'Create' })
    },
  )

  it('that becomes another thing is refused: this guarantees that no deployment deletes by surprise', async () => {
    await start({})
    await expect(start({ Answer: { PhysicalResourceId: 'thing-2' } })).rejects.toThrow(
      'Thing has become thing-2: in AWS thing-1 would be deleted now.',
    )
  })

  it.each<[string, Resources, RegExp]>([
    [
      'a function elsewhere',
      { Thing: { Type: 'Custom::Thing', Properties: { ServiceToken: 'arn:aws:lambda:elsewhere' } } },
      /Thing is made by arn:aws:lambda:elsewhere/,
    ],
    ['nobody', { Thing: { Type: 'Custom::Thing', Properties: {} } }, /Thing \(Custom::Thing\)/],
    [
      'the stack, and somebody asks for what it has',
      {
        Queue: {
          Type: 'AWS::SQS::Queue',
          Properties: { QueueName: { 'Fn::GetAtt': ['Thing', 'Name'] } },
        },
      },
      /the attribute Name of Thing has no local value/,
    ],
  ])(
    'made by %s is refused: this guarantees that nothing is believed to run that does not',
    (_, more, told) => {
      const urls = { publicUrl: 'http://127.0.0.1:3000', sqsUrl: 'http://127.0.0.1:4000' }
      expect(() => readLocalStack(toAssembly({}, more), urls)).toThrow(told)
    },
  )
})
