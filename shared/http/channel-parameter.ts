import * as z from 'zod'
import { CHANNELS } from '../channels/registry.ts'

/** A channel that this inbox knows, or its own secure threads. Any other name is a mistake of the caller. */
export const ChannelParameter = z.enum([...CHANNELS.map(({ manifest }) => manifest.name), 'web'])
