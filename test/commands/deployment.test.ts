import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPlace, requireOutput } from '../../commands/deployment.ts'
import { startCloudFormation } from '../support/cloudformation-double.ts'
import { startCommand } from '../support/run-command.ts'

let cloudFormation: Awaited<ReturnType<typeof startCloudFormation>>
beforeAll(async () => {
  cloudFormation = await startCloudFormation({ other: {} })
})
afterAll(() => cloudFormation.stop())

async function run(name: string, words: string): Promise<{ code: number | null; text: string }> {
  const { code, stdout, stderr } = await startCommand(name, words.split(' '), {
    AWS_ENDPOINT_URL: cloudFormation.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  }).result
  return { code, text: stdout + stderr }
}

/** Each command with what else it needs. */
const COMMAND_LINES = [
  ['redrive', 'list'],
  ['republish', '--since 2026-11-22T10:00:00Z'],
  ['connect', '--check'],
] as const

describe.each(COMMAND_LINES)('%s: this guarantees that', (name, words) => {
  it.each([
    ['no deployment', '', 2, 'It needs --stack or --url.'],
    ['two deployments', ' --stack inlet-dev --url http://127.0.0.1:1', 2, 'Either --stack or --url.'],
    [
      'a run elsewhere',
      ' --url https://example.com',
      2,
      '--url is https://example.com; it is for a local run',
    ],
    [
      'no local run',
      ' --url http://127.0.0.1:1',
      2,
      'There is no local run at http://127.0.0.1:1: start one',
    ],
    ['no such stack', ' --stack inlet-dev', 1, 'there is no stack inlet-dev in this account and region'],
    ['a stack of something else', ' --stack other', 2, 'The stack has no output'],
  ])('%s is refused in the same words by every command', async (_, place, code, says) => {
    const result = await run(name, `${words}${place}`)
    expect(result.text).toContain(says)
    expect(result.code).toBe(code)
  })
})

describe.each(COMMAND_LINES)('%s --help: this guarantees that', (name, words) => {
  it('it says how the command is used, whatever else was typed', async () => {
    const { code, text } = await run(name, `${words} --help`)
    expect([code, text.includes(`npm run ${name} --`), text.includes('--stack')]).toEqual([0, true, true])
  })
})

describe('a place: this guarantees that', () => {
  it.each([
    ['a stack', { stack: 'inlet-dev' }, { kind: 'stack', name: 'inlet-dev' }],
    ['a local run', { url: 'http://localhost:3000/' }, { kind: 'local', url: 'http://localhost:3000' }],
    ['nothing', {}, null],
    ['nothing but an empty word', { stack: '' }, null],
  ])('%s is read as what it is', (_, values, place) => {
    expect(readPlace(values)).toEqual(place)
  })

  it('an output of a newer version is missed with what to do', () => {
    expect(requireOutput({ TableName: 'inbox' }, 'TableName')).toBe('inbox')
    expect(() => requireOutput({}, 'TableName')).toThrow(
      "The stack has no output TableName: deploy this version, or name a stack of Inlet's.",
    )
  })
})
