import { decideSend } from '../../domain/decide-send.ts'
import { toUploadId } from '../../domain/ids.ts'
import { createUpload, type Upload } from '../../domain/media/upload.ts'
import { AuthorKind, decideReplyOptions } from '../../domain/reply-options.ts'
import { readHold, readReplyFacts } from '../read-reply-facts.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { type Done, type Repeated, type SaveDeps, saveOnce } from '../save-once.ts'
import type { SendDeps } from '../send-message.ts'
import type { WriteRequest } from '../write-request.ts'
import type { UploadLink, UploadShelf } from './media-ports.ts'

export type AnnounceDeps = SaveDeps & Pick<SendDeps, 'accounts' | 'replies'> & { uploads: UploadShelf }

export type AnnouncedFile = Pick<Upload, 'type' | 'name' | 'mimeType' | 'sizeBytes' | 'sha256'>

export type Announced = { upload: Upload; link: UploadLink }

/** Says where a file may be put that is to be sent, if the platform would take it now. */
export function announceUpload<Answer>(
  deps: AnnounceDeps,
  { conversationId, ...file }: AnnouncedFile & { conversationId: string },
  request: WriteRequest,
  toAnswer: (announced: Announced) => Answer,
): Promise<Done<Answer> | Repeated | Refusal> {
  const { accounts, clock, replies, uploads } = deps
  return saveOnce<Answer>(deps, request.claim, async (unit) => {
    const conversation = await unit.conversation(conversationId, false)
    if (conversation === null) return refuse('not_found', 'There is no conversation with this id.')
    const now = clock.now()
    const { facts } = await readReplyFacts(unit, conversation, replies, now)
    const hold = await readHold(accounts, conversation, 'message', now)
    // Whoever announces names no entry to answer yet: that is for the message to say.
    const options = decideReplyOptions({ ...facts, hasTarget: true, hold })
    const { visibility } = conversation
    const { redaction } = replies
    const author = AuthorKind.parse(request.actor.kind)
    const wording = { text: null, quickReplies: [], template: null, files: [file] }
    const decision = decideSend(options, wording, { author, visibility, redaction })
    if (decision.kind === 'refused') return refuse(decision.code, decision.detail)
    const id = toUploadId(request.claim?.key ?? request.requestId)
    const upload = createUpload({ id, conversationId, uploader: toUploader(request), ...file }, now)
    unit.putUpload(upload)
    return { kind: 'done', answer: toAnswer({ upload, link: uploads.toLink(upload) }) }
  })
}

export function toUploader({ actor }: Pick<WriteRequest, 'actor'>): string {
  return actor.id ?? actor.kind
}
