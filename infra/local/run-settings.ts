import * as z from 'zod'
import { StartError } from './start-error.ts'

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  INLET_DATA: z.string().min(1).optional(),
  INLET_WEATHER: z.enum(['calm', 'rough']).default('calm'),
  INLET_SEED: z.coerce.number().int().min(0).default(1),
  INLET_DYNAMODB_ENDPOINT: z.url({ protocol: /^http$/ }).optional(),
})

export type RunSettings = {
  port: number
  /** null: a temporary folder. */
  dataDir: string | null
  weather: 'calm' | 'rough'
  seed: number
  dynamodbEndpoint: string | null
}

export function readRunSettings(environment: Readonly<Record<string, string | undefined>>): RunSettings {
  const parsed = Environment.safeParse(environment)
  if (!parsed.success) throw new StartError(z.prettifyError(parsed.error))
  const { PORT, INLET_DATA, INLET_WEATHER, INLET_SEED, INLET_DYNAMODB_ENDPOINT } = parsed.data
  return {
    port: PORT,
    dataDir: INLET_DATA ?? null,
    weather: INLET_WEATHER,
    seed: INLET_SEED,
    dynamodbEndpoint: INLET_DYNAMODB_ENDPOINT ?? null,
  }
}
