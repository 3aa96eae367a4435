import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { StartError } from '../start-error.ts'

/** The binary that an optional dependency brings, made for Linux on x64 only. */
export function findDynoxide(specifier = '@dynoxide/linux-x64/dynoxide'): string {
  try {
    const file = fileURLToPath(import.meta.resolve(specifier))
    if (existsSync(file)) return file
  } catch {
    // Not installed: said below.
  }
  throw new StartError(
    'dynoxide is not available on this platform: run `docker run -p 8000:8000 amazon/dynamodb-local` and set INLET_DYNAMODB_ENDPOINT=http://127.0.0.1:8000.',
  )
}
