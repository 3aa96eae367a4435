import * as z from 'zod'
import { CHANNELS } from '../channels/registry.ts'

/**
 * A channel that this inbox knows, or its own secure threads; any other name is a mistake of the caller. Documented without
 * the names, so that a new channel changes no document.
 */
export const ChannelParameter = z.enum([...CHANNELS.map(({ manifest }) => manifest.name), 'web']).meta({
  enum: undefined,
  description: 'A channel of this inbox, or `web`.',
  example: 'whatsapp',
})
