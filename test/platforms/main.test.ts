import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

function run(...args: string[]): { child: ChildProcess; exited: Promise<unknown[]> } {
  const child = spawn(process.execPath, ['--no-warnings', MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, exited: once(child, 'exit') }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('There is no output.')
  const [line] = (await once(createInterface(stdout), 'line')) as [string]
  return line
}

describe('the platforms as a process: this guarantees that', () => {
  it.each([
    { name: 'on SIGTERM', stop: (child: ChildProcess) => void child.kill('SIGTERM') },
    { name: 'when its parent is gone', stop: (child: ChildProcess) => void child.stdin?.end() },
  ])('it says where it is in one line, and ends $name', async ({ stop }) => {
    const { child, exited } = run('--inbox', 'http://127.0.0.1:3000', '--seed', '3')
    const ready = JSON.parse(await firstLine(child)) as { url: string; seed: number; baseUrls: object }
    expect(ready).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      seed: 3,
      baseUrls: {
        graph: `${ready.url}/graph`,
        x: `${ready.url}/x`,
        twilio: `${ready.url}/twilio`,
        twilioMessaging: `${ready.url}/twilio-messaging`,
        awsSms: `${ready.url}/aws-sms`,
      },
    })
    expect((await fetch(`${ready.url}/control/sent`)).status).toBe(200)
    stop(child)
    expect((await exited)[0]).toBe(0)
  })

  it.each([
    { name: 'none', args: [] },
    { name: 'one elsewhere', args: ['--inbox', 'http://example.com'] },
  ])('without a local inbox it says so and does not start: $name', async ({ args }) => {
    const { child, exited } = run(...args)
    const lines: string[] = []
    child.stderr?.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
    expect((await exited)[0]).toBe(2)
    expect(lines.join('')).toContain('--inbox')
  })
})
