import { accessSync, constants, mkdirSync } from 'node:fs'
import { StartError } from './start-error.ts'

/** Makes the folder if it is not there, and says at once when it cannot be written. */
export function openDataFolder(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true })
    accessSync(directory, constants.W_OK | constants.X_OK)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new StartError(
      `The data folder ${directory} cannot be written (${code}). Set INLET_DATA to a folder that can.`,
    )
  }
}
