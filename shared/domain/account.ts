import * as z from 'zod'

/** `unknown`: named by the platform, but nothing yet said whether messages pass. */
export const AccountHealth = z.enum(['healthy', 'degraded', 'unknown'])
export type AccountHealth = z.infer<typeof AccountHealth>
