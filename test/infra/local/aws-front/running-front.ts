import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { startAwsFront, type AwsFront } from '../../../../infra/local/aws-front/start-aws-front.ts'
import { startEmulators, type Emulators } from '../../../../infra/local/emulators/start-emulators.ts'
import type { LocalBus } from '../../../../infra/local/template/read-buses.ts'
import type { WeatherRuleName } from '../../../../infra/local/weather-rules.ts'
import { createWeather, type Weather } from '../../../../infra/local/weather.ts'

export type FrontSetting = {
  /** Rules that strike at every chance; all the others never do. */
  always?: readonly WeatherRuleName[]
  buses?: readonly LocalBus[]
  secrets?: ReadonlyMap<string, string>
  keys?: string[]
  dataDir?: string
  deliver?: (targetArn: string, event: unknown) => Promise<void>
  invokeLater?: (functionName: string, event: unknown) => boolean
}

export type RunningFront = AwsFront & { weather: Weather; dataDir: string; lines: string[] }

/** For the SDK's clients. One attempt: a fault must be seen as AWS answers it, not as the SDK mends it. */
export function clientOptions(front: { url: string }): {
  endpoint: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  maxAttempts: number
} {
  return {
    endpoint: front.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  }
}

/** The emulators for one test file, and fronts before them that end with their test. */
export function useFronts(): {
  emulators: () => Emulators
  start: (setting?: FrontSetting) => Promise<RunningFront>
} {
  const folders: string[] = []
  const fronts: AwsFront[] = []
  let emulators: Emulators

  const folder = (): string => {
    const made = mkdtempSync(join(tmpdir(), 'inlet-front-'))
    folders.push(made)
    return made
  }
  beforeAll(async () => {
    emulators = await startEmulators({ dataDir: folder(), dynamodbEndpoint: null })
  })
  afterEach(async () => {
    await Promise.all(fronts.splice(0).map((front) => front.stop()))
  })
  afterAll(async () => {
    await emulators.stop()
    for (const made of folders) rmSync(made, { recursive: true, force: true })
  })

  return {
    emulators: () => emulators,
    start: async (setting = {}) => {
      const weather = createWeather({ mode: 'calm', seed: 1 })
      for (const rule of setting.always ?? []) weather.setRule(rule, { on: true, probability: 1 })
      const dataDir = setting.dataDir ?? folder()
      const lines: string[] = []
      const front = await startAwsFront({
        dynamodbUrl: emulators.dynamodbUrl,
        fauxqsUrl: emulators.fauxqsUrl,
        weather,
        dataDir,
        secrets: setting.secrets ?? new Map(),
        keys: setting.keys ?? [],
        buses: setting.buses ?? [],
        deliver: setting.deliver ?? (() => Promise.reject(new Error('no target expected'))),
        invokeLater: setting.invokeLater ?? (() => false),
        log: (line) => lines.push(line),
      })
      fronts.push(front)
      return { ...front, weather, dataDir, lines }
    },
  }
}

/** Asks until the answer is there, or fails with the last one. */
export async function eventually<T>(ask: () => Promise<T> | T, isThere: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 5_000
  for (;;) {
    const answer = await ask()
    if (isThere(answer)) return answer
    if (Date.now() > deadline) throw new Error(`Not within 5 s; last seen: ${JSON.stringify(answer)}`)
    await wait(10)
  }
}
