import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const SOURCE = join(import.meta.dirname, 'sixth-channel')
const FOLDERS = ['commands', 'docs', 'functions', 'infra', 'shared', 'test']
const FILES = /^(?:package\.json|tsconfig\.json|vitest\.config\.ts|cdk\.json)$/
const REGISTRY = 'shared/channels/registry.ts'
const WITHIN_MS = 600_000

/** Whatever asks the registry which channels there are. This very test is not among them. */
const ASKING = [
  'test/contracts/channels.test.ts',
  'test/infra/inbox-stack.test.ts',
  'test/infra/clock-routes.test.ts',
  'test/infra/stack-settings.test.ts',
  'test/infra/bundle.test.ts',
  'test/simulate/simulate.test.ts',
]

type TestFile = {
  name: string
  assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
}

describe.concurrent('a sixth channel', () => {
  let copy: string

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'inlet-sixth-channel-'))
    for (const folder of FOLDERS) cpSync(join(ROOT, folder), join(copy, folder), { recursive: true })
    for (const file of readdirSync(ROOT).filter((name) => FILES.test(name))) {
      cpSync(join(ROOT, file), join(copy, file))
    }
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    addChannel(copy)
  })
  afterAll(() => rmSync(copy, { recursive: true, force: true }))

  it(
    'type checks as a folder and a line: this guarantees that no list of channels is kept anywhere else',
    async () => {
      const { stdout } = await run(copy, 'tsc', ['--project', '.', '--noEmit'])
      expect(stdout).toBe('')
    },
    WITHIN_MS,
  )

  it(
    'passes the contract suite, stands in the stack with its own bundle, and can be simulated: this guarantees that nothing else needs to know of it',
    async () => {
      const report = join(copy, 'report.json')
      await run(copy, 'vitest', ['run', '--reporter=json', `--outputFile=${report}`, ...ASKING])
      const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: TestFile[] }
      expect(testResults.map(({ name }) => basename(name)).sort()).toEqual(
        ASKING.map((file) => basename(file)).sort(),
      )
      const results = testResults.flatMap(({ assertionResults }) => assertionResults)
      expect(results.filter(({ status }) => status === 'failed').map(toComplaint)).toEqual([])
      for (const { name, assertionResults } of testResults) {
        const isAbout = assertionResults.some(({ fullName }) => fullName.includes('pigeon'))
        expect({ name: basename(name), isAbout }).toEqual({ name: basename(name), isAbout: true })
      }
    },
    WITHIN_MS,
  )
})

/** A folder and a line. In its place the example's imports are two steps shorter. */
function addChannel(copy: string): void {
  const folder = join(copy, 'shared/channels/pigeon')
  cpSync(SOURCE, folder, { recursive: true })
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    const source = readFileSync(join(folder, name), 'utf8')
    const placed = source
      .replaceAll("'../../../shared/channels/", "'../")
      .replaceAll("'../../../shared/", "'../../")
    writeFileSync(join(folder, name), placed)
  }
  rmSync(join(copy, 'test/contracts/sixth-channel'), { recursive: true })
  const registry = join(copy, REGISTRY)
  const before = readFileSync(registry, 'utf8')
  const after = before
    .replace(
      'import { channel as sms }',
      "import { channel as pigeon } from './pigeon/index.ts'\nimport { channel as sms }",
    )
    .replace('readonly Channel[] = [', 'readonly Channel[] = [pigeon, ')
  expect(after.length).toBeGreaterThan(before.length + 60)
  writeFileSync(registry, after)
}

/** A tool of the repository in the copy; what it says stands in the output whether it passes or not. */
async function run(copy: string, tool: string, line: readonly string[]): Promise<{ stdout: string }> {
  const bin = join(ROOT, 'node_modules/.bin', tool)
  const options = { cwd: copy, env: { PATH: process.env['PATH'] }, maxBuffer: 64 * 1024 * 1024 }
  return promisify(execFile)(process.execPath, [bin, ...line], options).catch((error: unknown) => {
    return { stdout: error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error) }
  })
}

function toComplaint({ fullName, failureMessages }: TestFile['assertionResults'][number]): string {
  return `${fullName}: ${(failureMessages[0] ?? '').slice(0, 500)}`
}
