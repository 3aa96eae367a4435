import type { Channel } from './contract.ts'
import { channel as facebook } from './facebook/index.ts'
import { channel as sms } from './sms/index.ts'
import { channel as twitter } from './twitter/index.ts'
import { channel as whatsapp } from './whatsapp/index.ts'

/** Every channel there is. A new one is a folder beside these and a line here. */
export const CHANNELS: readonly Channel[] = [facebook, whatsapp, twitter, sms]

export function findChannel(name: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.manifest.name === name)
}
