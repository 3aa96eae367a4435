import type {
  CallMoment,
  OutgoingAction,
  OutgoingFile,
  OutgoingMessage,
} from '../../shared/channels/sender.ts'
import type { AttachmentType } from '../../shared/domain/content.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'

export const MOMENT: CallMoment = { at: '2026-11-22T12:00:00.000Z', nonce: '6b1f3f7e' }

type Received = { event: Extract<InboundEvent, { kind: 'message' }>; account: string }

/** Our answer to a customer's message. */
export function toMessage({ event, account }: Received): OutgoingMessage {
  const { thread } = event
  const recipient = thread?.party?.identities[0]
  if (thread === null || recipient === undefined) throw new Error('The message has no author.')
  return {
    id: 'en_0123456789',
    account,
    visibility: thread.visibility,
    recipient,
    replyTo: event.providerId,
    root: thread.visibility === 'public' ? thread.root : null,
    text: 'Grüße 👋 & "quotes" + plus\nnext line',
    files: [],
    quickReplies: [],
    template: null,
    rule: 'standard',
    privateReplyTo: null,
    messageLink: null,
    statusUrl: 'https://inbox.example.com/webhooks/somewhere',
  }
}

export function toReaction(
  { account, visibility, recipient }: OutgoingMessage,
  target: string,
): Extract<OutgoingAction, { kind: 'reaction' }> {
  return { kind: 'reaction', account, visibility, recipient, target, emoji: '👍' }
}

export function toFile(type: AttachmentType, mimeType: string, handedOver: string | null): OutgoingFile {
  return {
    type,
    name: 'blue lamp.bin',
    mimeType,
    sizeBytes: 1_000,
    sha256: 'f'.repeat(64),
    url: 'https://files.example.com/cnv_1/2/att_3?X-Amz-Signature=fe5f80',
    place: { bucket: 'files', key: 'cnv_1/2/att_3' },
    handedOver,
  }
}
