import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventType } from '../../shared/domain/event-part.ts'

/** A published event that consumers may have built on: `<type>.v<version>.json`, the event's `detail`. */
export type GoldenSample = { name: string; type: EventType; version: number; detail: unknown }

export function readGoldenSamples(): GoldenSample[] {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'))
  return files.map((file) => {
    const match = /^([a-z_]+\.[a-z_]+)\.v([1-9]\d*)\.json$/.exec(file)
    if (match?.[1] === undefined) throw new Error(`test/golden/${file} is not called <type>.v<version>.json`)
    const detail: unknown = JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'))
    return { name: file.replace('.json', ''), type: match[1] as EventType, version: Number(match[2]), detail }
  })
}
