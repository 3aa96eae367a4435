import { toRetryAfterMs } from '../../channels/kit/retry-after.ts'
import type { ChannelMedia, FilePlace, FileRequest, FindMedia, FoundMedia } from '../../channels/media.ts'
import type { Credential } from '../../channels/sender.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { Attachment, MessageEntry } from '../../domain/entry.ts'
import { AppError } from '../../domain/errors.ts'
import type { FetchOutcome } from '../../domain/media/decide-fetched.ts'
import { judgeAnswer } from '../../domain/media/judge-answer.ts'
import type { PlatformClient, SecretShelf } from '../delivery-ports.ts'
import type { Clock } from '../ports.ts'
import { toCredential } from '../prepare-delivery.ts'
import { FileInterrupted } from './file-interrupted.ts'
import { keepFile } from './keep-file.ts'
import type { FileShelf, FileSource } from './media-ports.ts'

export type FetchFileDeps = {
  findMedia: FindMedia
  secrets: SecretShelf
  platform: PlatformClient
  source: FileSource
  shelf: FileShelf
  clock: Clock
  nextNonce: () => string
  /** Why an address was refused, for the log. */
  noteRefusal: (reason: string) => void
}

export type WantedFile = {
  conversation: Conversation
  entry: MessageEntry
  attachment: Attachment
  /** Where it shall lie. */
  key: string
  /** An earlier try failed: what is cached may be what was replaced. */
  isRepeated: boolean
  /** The message is new: a platform that is slow with its files may not have it yet. */
  mayBeLate: boolean
}

/** Finds one file, fetches it and keeps it. */
export async function fetchFile(deps: FetchFileDeps, wanted: WantedFile): Promise<FetchOutcome> {
  const { conversation, attachment } = wanted
  const found = deps.findMedia(conversation.channel, conversation.provider)
  const sizeBytesMax = found?.media.sizeBytesMax[attachment.type]
  if (found === undefined || sizeBytesMax === undefined) return { kind: 'failed', code: 'media_unsupported' }
  if (attachment.sizeBytes !== null && attachment.sizeBytes > sizeBytesMax) {
    return { kind: 'failed', code: 'media_too_large' }
  }
  try {
    const place = await findPlace(deps, found, wanted)
    if (place.kind !== 'file') return place
    return await carry(deps, found.media, wanted, { ...place, sizeBytesMax })
  } catch (error) {
    return toOutcome(error)
  }
}

type FoundPlace = Exclude<FilePlace, { kind: 'ask' | 'file' }> | ReadyPlace
type ReadyPlace = { kind: 'file'; request: FileRequest; isResolved: boolean }

async function findPlace(
  deps: FetchFileDeps,
  { media, secretOf }: FoundMedia,
  { conversation, entry, attachment, isRepeated }: WantedFile,
): Promise<FoundPlace> {
  const { account, visibility } = conversation
  const credential: Credential =
    media.credentialKeys.length === 0
      ? {}
      : toCredential(await deps.secrets.read(secretOf, { refresh: isRepeated }), account.id)
  const { type, providerMediaId: mediaId, providerUrl: url } = attachment
  const reference = { account: account.id, visibility, providerId: entry.providerId, type, mediaId, url }
  const moment = { at: deps.clock.now().toISOString(), nonce: deps.nextNonce() }
  const place = media.findFile(reference, credential, moment)
  if (place.kind === 'file') return { ...place, isResolved: false }
  if (place.kind !== 'ask') return place
  const result = await deps.platform.call(place.call, media.hosts)
  if (result.kind !== 'answered') return { kind: 'retry', code: 'media_unavailable', waitMs: null }
  const named = media.readPlace?.(result.answer, credential)
  if (named === undefined || named.kind === 'ask') return { kind: 'failed', code: 'media_unnamed' }
  return named.kind === 'file' ? { ...named, isResolved: true } : named
}

async function carry(
  deps: FetchFileDeps,
  { hosts, fileHosts, mayComeLate }: ChannelMedia,
  { attachment, key, mayBeLate }: WantedFile,
  { request, isResolved, sizeBytesMax }: ReadyPlace & { sizeBytesMax: number },
): Promise<FetchOutcome> {
  const opened = await deps.source.open(request, { hosts, fileHosts })
  if (opened.kind === 'unanswered') return { kind: 'retry', code: opened.code, waitMs: null }
  if (opened.kind === 'refused') {
    deps.noteRefusal(opened.reason)
    return { kind: 'failed', code: 'media_address_refused' }
  }
  const { status, headers, chunks, close } = opened.file
  try {
    const isAuthorized = 'authorization' in request.headers
    const refused = judgeAnswer(status, {
      isResolved,
      isAuthorized,
      mayBeLate: mayComeLate && mayBeLate,
      waitMs: toRetryAfterMs(headers),
    })
    if (refused !== null) return refused
    if (Number(headers['content-length'] ?? 0) > sizeBytesMax)
      return { kind: 'failed', code: 'media_too_large' }
    return await keepFile(deps.shelf, attachment, { chunks, key, sizeBytesMax })
  } finally {
    close()
  }
}

function toOutcome(error: unknown): FetchOutcome {
  if (error instanceof FileInterrupted) {
    const { code } = error
    return code === 'media_too_large' ? { kind: 'failed', code } : { kind: 'retry', code, waitMs: null }
  }
  // Our mistake, or Secrets Manager's: the file waits until it is put right.
  if (error instanceof AppError && error.code === 'channel_secret_missing') {
    return { kind: 'retry', code: 'media_refused', waitMs: null }
  }
  if (error instanceof AppError && error.code === 'secret_unavailable') {
    return { kind: 'retry', code: 'media_unavailable', waitMs: null }
  }
  throw error
}
