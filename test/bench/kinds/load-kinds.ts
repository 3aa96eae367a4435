import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CHANNELS } from '../../../shared/channels/registry.ts'
import type { KindsModule } from './kind.ts'

/** What each channel's platform says beside texts, where somebody wrote it down: `<channel>.ts` of this folder. */
export async function loadKinds(): Promise<KindsModule[]> {
  const files = CHANNELS.map(({ manifest }) => join(import.meta.dirname, `${manifest.name}.ts`))
  return Promise.all(
    files
      .filter((file) => existsSync(file))
      .map(async (file) => (await import(pathToFileURL(file).href)) as KindsModule),
  )
}
