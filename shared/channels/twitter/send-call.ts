import type { CallMoment, Credential, OutgoingMessage, PlatformCall } from '../sender.ts'
import { toMediaIds } from './send-files.ts'
import { toXCall } from './send-request.ts'

export function toSendCall(
  message: OutgoingMessage,
  credential: Credential,
  moment: CallMoment,
): PlatformCall {
  return message.visibility === 'public'
    ? toPostCall(message, credential, moment)
    : toDirectMessageCall(message, credential, moment)
}

/** https://docs.x.com/x-api/direct-messages/manage/integrate: one message has no other as what it answers. */
function toDirectMessageCall(message: OutgoingMessage, credential: Credential, moment: CallMoment) {
  const { account, recipient, text, files } = message
  const attachments = toMediaIds(files).map((id) => ({ media_id: id }))
  const body = { ...toText(text), ...(attachments.length > 0 ? { attachments } : {}) }
  const path = `/2/dm_conversations/with/${encodeURIComponent(recipient.externalId)}/messages`
  return toXCall({ method: 'POST', account, path, body }, credential, moment)
}

/** https://docs.x.com/x-api/posts/create-post: ids as text, digits would be lost. */
function toPostCall(
  { account, replyTo, root, text, files, messageLink }: OutgoingMessage,
  credential: Credential,
  moment: CallMoment,
) {
  const target = replyTo ?? root
  const reply = target === null ? {} : { reply: { in_reply_to_tweet_id: target } }
  // A field of its own: as part of the text it would cost what a post with a link costs.
  const link = messageLink === null ? {} : { direct_message_deep_link: messageLink }
  const ids = toMediaIds(files)
  const media = ids.length > 0 ? { media: { media_ids: ids } } : {}
  const body = { ...toText(text), ...reply, ...media, ...link }
  return toXCall({ method: 'POST', account, path: '/2/tweets', body }, credential, moment)
}

function toText(text: string | null): { text?: string } {
  return text === null ? {} : { text }
}
