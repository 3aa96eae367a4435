import type { Channel } from './contract.ts'
import { channel as facebook } from './facebook/index.ts'
import { channel as sms } from './sms/index.ts'
import { channel as twitter } from './twitter/index.ts'
import { channel as whatsapp } from './whatsapp/index.ts'
import type { FindMedia } from './media.ts'

/** Every channel there is. A new one is a folder beside these and a line here. */
export const CHANNELS: readonly Channel[] = [facebook, whatsapp, twitter, sms]

export function findChannel(name: string): Channel | undefined {
  return CHANNELS.find((channel) => channel.manifest.name === name)
}

export const findMedia: FindMedia = (name, provider) => {
  const own = CHANNELS.filter(({ manifest }) => manifest.name === name)
  const carriers = CHANNELS.filter(({ carries }) => carries?.includes(name) === true)
  for (const { media, manifest } of [...own, ...carriers]) {
    const found = media[provider]
    if (found !== undefined) return { media: found, secretOf: manifest.name }
  }
  return undefined
}
