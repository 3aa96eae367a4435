import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import { startLocalStack, type RunningStack } from '../../infra/local/start-stack.ts'
import type { RulesStore } from '../../shared/app/ports.ts'
import { createRulesStore } from '../../shared/aws/rules-store.ts'
import { DEFAULT_RULES } from '../../shared/domain/sla/default-rules.ts'
import { synthesizeOnce } from '../support/synthesized.ts'

const QUICK = '[{ "id": "quick", "targets": { "first_response": "PT5S" } }]'

const dataDir = mkdtempSync(join(tmpdir(), 'inlet-test-'))
const synthesized = synthesizeOnce()
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

/** Runs the inbox with these policies on the data of the runs before; answers what the runner said of them. */
async function deploy(policies: string | null, look: (rules: RulesStore) => Promise<void>): Promise<string> {
  const lines: string[] = []
  const properties = policies === null ? {} : { SlaRules: { Policies: policies } }
  const stack = await startLocalStack({
    ...synthesized,
    dataDir,
    port: 0,
    weather: 'calm',
    seed: 1,
    log: (line) => lines.push(line),
    overrides: { properties },
  })
  try {
    await look(openRules(stack))
  } finally {
    await stack.stop()
  }
  return lines.find((line) => line.startsWith('SlaRules')) ?? ''
}

function openRules({ emulators, stack }: RunningStack): RulesStore {
  const client = new DynamoDBClient({
    endpoint: emulators.dynamodbUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const [table] = stack.tables
  const store = { name: table?.name ?? '', client: DynamoDBDocumentClient.from(client) }
  return createRulesStore(store, { now: () => new Date() })
}

describe('one deployment after another', () => {
  it('brings its rules, until people have saved their own: this guarantees that settings are followed and nobody’s work is undone', async () => {
    const first = await deploy(null, async (rules) => {
      expect(await rules.current('consistent')).toMatchObject({ ...DEFAULT_RULES, version: 1 })
    })
    expect(first).toMatch(/\(Create\): saved as version 1$/)

    const second = await deploy(QUICK, async (rules) => {
      const current = await rules.current('consistent')
      expect(current).toMatchObject({ version: 2, savedBy: 'deployment' })
      expect(current?.policies.map(({ id }) => id)).toEqual(['quick'])
      const theirs = { ...DEFAULT_RULES, version: 3, savedAt: new Date().toISOString(), savedBy: 'user_7' }
      expect(await rules.save(theirs, 2)).toBe('saved')
    })
    expect(second).toMatch(/\(Update\): saved as version 2$/)

    const third = await deploy('[]', async (rules) => {
      expect(await rules.current('consistent')).toMatchObject({ ...DEFAULT_RULES, version: 3 })
    })
    expect(third).toMatch(/\(Update\): version 3 stays, which user_7 saved/)
  })

  it('with rules that cannot be ends there: this guarantees that a deployment with a mistake fails and says which', async () => {
    const wrong = QUICK.replace('PT5S', 'soon')
    await expect(deploy(wrong, () => Promise.resolve())).rejects.toThrow(
      /SlaRules\w* failed: configuration_invalid: the rules are not usable: policies\.0\.targets\.first_response: /,
    )
    await expect(deploy('not JSON', () => Promise.resolve())).rejects.toThrow(/Policies: expected JSON/)
  })
})
