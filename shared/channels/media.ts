import type { AttachmentType } from '../domain/content.ts'
import type { ChannelName, Provider, Visibility } from '../domain/channel-name.ts'
import type { MediaFailureCode } from '../domain/media/media-failure.ts'
import type { CallMoment, Credential, PlatformAnswer, PlatformCall } from './sender.ts'

/** How one provider of a channel hands out the files of its messages. Pure: somebody else asks, follows and fetches. */
export type ChannelMedia = {
  /** As of a sender. Empty where its files lie open to whoever has the address. */
  credentialKeys: readonly (readonly string[])[]
  /** Name of a base URL that settings may replace → the platform's own. */
  hosts: Readonly<Record<string, string>>
  /** Hosts on which its files lie, `*.` for all below a name. Nothing is fetched from elsewhere. */
  fileHosts: readonly string[]
  /** The largest file that is kept of a kind; a kind that is not named is not fetched. */
  sizeBytesMax: Readonly<Partial<Record<AttachmentType, number>>>
  /** Its messages may come before their files can be had: for the first minutes, missing is not gone. */
  mayComeLate: boolean
  findFile: (file: FileReference, credential: Credential, moment: CallMoment) => FilePlace
  /** What the platform answered where `findFile` asks it; null where that never does. */
  readPlace: ((answer: PlatformAnswer, credential: Credential) => FilePlace) | null
}

/** How the files of a message are fetched, and the channel whose secret opens them: its own, or the carrier's that brought it. */
export type FoundMedia = { media: ChannelMedia; secretOf: ChannelName }
export type FindMedia = (channel: string, provider: Provider) => FoundMedia | undefined

/** A file as a message named it. */
export type FileReference = {
  account: string
  visibility: Visibility
  /** The message's own id. */
  providerId: string | null
  type: AttachmentType
  mediaId: string | null
  url: string | null
}

export type FilePlace =
  /** The platform says where it is, for a moment. */
  | { kind: 'ask'; call: PlatformCall & { kind: 'https' } }
  | { kind: 'file'; request: FileRequest }
  | { kind: 'retry'; code: MediaFailureCode; waitMs: number | null }
  | { kind: 'failed'; code: MediaFailureCode }

/** A GET, at a platform's base URL or at an address that a platform named. */
export type FileRequest = {
  at: { host: string; path: string } | { url: string }
  headers: Readonly<Record<string, string>>
}
