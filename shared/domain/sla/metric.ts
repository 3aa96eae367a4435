import * as z from 'zod'

/** What is measured: until the first answer of a session, until each later answer, and until the conversation is closed. */
export const Metric = z.enum(['first_response', 'next_response', 'resolution'])
export type Metric = z.infer<typeof Metric>
