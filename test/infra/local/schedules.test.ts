import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { startSchedules, type RunningSchedules } from '../../../infra/local/start-schedules.ts'
import { readLocalStack } from '../../../infra/local/template/local-stack.ts'
import { createWeather } from '../../../infra/local/weather.ts'
import {
  apiResources,
  createAssembly,
  createScratch,
  eventually,
  functionResource,
  startSmallStack,
  type Resources,
} from './small-stack.ts'

const URLS = { publicUrl: 'http://127.0.0.1:3000', sqsUrl: 'http://127.0.0.1:4000' }
const WORK_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Work'
const scratch = createScratch()
const heardFile = join(scratch.directory, 'heard')
const running: RunningSchedules[] = []

afterEach(() => running.splice(0).forEach((schedules) => schedules.stop()))
afterAll(() => scratch.clean())

const target = (changes: object = {}): object => ({
  Arn: { 'Fn::GetAtt': ['Work', 'Arn'] },
  RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
  Input: '{"sweep":true}',
  RetryPolicy: { MaximumRetryAttempts: 3 },
  DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } },
  ...changes,
})

function schedule(properties: object = {}): Resources[string] {
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: target(),
      ...properties,
    },
  }
}

function toAssembly(resources: Resources) {
  const sound: Resources = {
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Work: functionResource('work', { Environment: { Variables: { HEARD_FILE: heardFile } } }),
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    ...apiResources({ 'GET /a': 'Work' }),
  }
  const work = `
import { appendFileSync } from 'node:fs'
export const handler = async (event) => appendFileSync(process.env.HEARD_FILE, JSON.stringify(event) + '\\n')`
  return createAssembly(scratch.directory, { ...sound, ...resources }, { work })
}

const read = (resources: Resources) => readLocalStack(toAssembly(resources), URLS).schedules

describe('schedules of a template', () => {
  it.each([
    ['rate(1 minute)', 60],
    ['rate(5 minutes)', 300],
    ['rate(2 hours)', 7_200],
    ['rate(1 day)', 86_400],
  ])(
    '%s: this guarantees that a schedule runs here as often as it is deployed',
    (expression, everySeconds) => {
      expect(read({ Minute: schedule({ ScheduleExpression: expression }) })).toEqual([
        { name: 'Minute', everySeconds, targetArn: WORK_ARN, input: { sweep: true } },
      ])
    },
  )

  it('switched off: this guarantees that it does not run', () => {
    expect(read({ Minute: schedule({ State: 'DISABLED' }) })).toEqual([])
  })

  it.each([
    ['a cron expression', { ScheduleExpression: 'cron(0 9 * * ? *)' }, /rate/],
    ['a time window', { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }, /Mode/],
    ['another account’s function', { Target: target({ Arn: 'arn:aws:lambda:elsewhere' }) }, /elsewhere/],
    ['an input that is no JSON', { Target: target({ Input: 'sweep' }) }, /input of Minute/],
    ['an end', { EndDate: '2030-01-01T00:00:00Z' }, /EndDate/],
  ])(
    '%s is refused: this guarantees that nothing is believed to run that does not',
    (_, properties, says) => {
      expect(() => read({ Minute: schedule(properties) })).toThrow(says)
    },
  )
})

describe('running schedules', () => {
  const everyMoment = { name: 'Moment', everySeconds: 0.02, targetArn: 'arn', input: { n: 1 } }

  function run(deliver: (targetArn: string, input: unknown) => Promise<void>, doubled = false): string[] {
    const lines: string[] = []
    const weather = createWeather({ mode: 'calm', seed: 1 })
    weather.setRule('schedule-duplicate-delivery', { on: doubled, probability: 1 })
    const log = (line: string): void => void lines.push(line)
    running.push(startSchedules({ schedules: [everyMoment], deliver, weather, log }))
    return lines
  }

  it('run again and again, whatever a run came to: this guarantees that one failure does not end a schedule', async () => {
    let runs = 0
    const lines = run(() => Promise.reject(new Error(`run ${++runs} failed`)))
    await eventually('three runs', () => (runs >= 3 ? true : undefined))
    expect(lines[0]).toMatch(/Moment could not run arn: Error: run 1 failed/)
  })

  it('come twice in rough weather: this guarantees that a target which counts runs is found out', async () => {
    const heard: unknown[] = []
    run((_, input) => Promise.resolve(void heard.push(input)), true)
    expect((await eventually('two', () => (heard.length >= 2 ? heard : undefined))).slice(0, 2)).toEqual([
      { n: 1 },
      { n: 1 },
    ])
  })

  it('begin with the stack: this guarantees that what came due while nothing ran is found at once', async () => {
    const stack = await startSmallStack({
      assembly: toAssembly({ Minute: schedule() }),
      dataDir: join(scratch.directory, 'data'),
    })
    const heard = await eventually('the first run', () =>
      existsSync(heardFile) ? readFileSync(heardFile, 'utf8') : undefined,
    )
    await stack.stop()
    expect(JSON.parse(heard)).toEqual({ sweep: true })
  })

  it('run by hand: this guarantees that nobody waits a day to see what a day brings', async () => {
    rmSync(heardFile, { force: true })
    const stack = await startSmallStack({
      assembly: toAssembly({
        Minute: schedule(),
        Broken: functionResource('work'),
        Daily: schedule({ Target: target({ Arn: { 'Fn::GetAtt': ['Broken', 'Arn'] } }) }),
      }),
      dataDir: join(scratch.directory, 'by-hand'),
    })
    const runNow = async (title: string): Promise<number> =>
      (await fetch(`${stack.url}/local/schedules/${title}`, { method: 'POST' })).status
    await eventually('the first run', () => (existsSync(heardFile) ? true : undefined))
    rmSync(heardFile)
    expect(await runNow('Work')).toBe(204)
    expect(JSON.parse(readFileSync(heardFile, 'utf8'))).toEqual({ sweep: true })
    expect([await runNow('Broken'), await runNow('Nobody')]).toEqual([500, 404])
    await stack.stop()
  })
})
