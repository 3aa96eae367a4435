import type { ChannelMedia } from '../media.ts'

const MEGABYTE = 1024 * 1024

/**
 * Messenger and Page files lie open behind signed addresses that die: there is no id to ask for a new one with.
 * https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages
 */
export const media: ChannelMedia = {
  credentialKeys: [],
  hosts: {},
  fileHosts: ['*.fbcdn.net', '*.fbsbx.com'],
  sizeBytesMax: {
    image: 25 * MEGABYTE,
    audio: 25 * MEGABYTE,
    video: 100 * MEGABYTE,
    file: 100 * MEGABYTE,
    sticker: 5 * MEGABYTE,
  },
  mayComeLate: false,
  findFile: ({ url }) =>
    url === null
      ? { kind: 'failed', code: 'media_unnamed' }
      : { kind: 'file', request: { at: { url }, headers: {} } },
  readPlace: null,
}
