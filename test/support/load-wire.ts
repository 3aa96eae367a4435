import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CHANNELS } from '../../shared/channels/registry.ts'
import type { WireModule } from '../../shared/channels/wire.ts'

const CHANNELS_FOLDER = join(import.meta.dirname, '../../shared/channels')

/** How a channel's platform words and signs, as the channel's own folder knows it. Throws where it says nothing. */
export async function loadWire(name: string): Promise<WireModule> {
  const path = `shared/channels/${name}/wire.ts`
  const file = join(CHANNELS_FOLDER, name, 'wire.ts')
  if (!existsSync(file)) throw new Error(`Nobody can play the platform of ${name}: there is no ${path}.`)
  const module = (await import(pathToFileURL(file).href)) as Partial<WireModule>
  if (module.wire === undefined || module.samples === undefined) {
    throw new Error(`${path} must export wire and samples.`)
  }
  return { wire: module.wire, samples: module.samples }
}

/** Every channel of the registry can be played, by name. */
export async function loadWires(): Promise<Record<string, WireModule>> {
  const names = CHANNELS.map(({ manifest }) => manifest.name)
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await loadWire(name)] as const)),
  )
}
