import { toGraphCall } from '../kit/graph-call.ts'
import { toAttachment } from './send-files.ts'
import type { Credential, OutgoingMessage, PlatformCall } from '../sender.ts'

/** Name of the Page access token in the channel's secret. */
export const TOKEN_KEY = 'pageAccessToken'

export function toSendCall(message: OutgoingMessage, credential: Credential): PlatformCall {
  return message.visibility === 'public' && message.privateReplyTo === null
    ? toCommentCall(message, credential)
    : toMessengerCall(message, credential)
}

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api */
function toMessengerCall(message: OutgoingMessage, credential: Credential): PlatformCall {
  const { id, account, replyTo, text, files, quickReplies, rule, privateReplyTo } = message
  const replies = quickReplies.map(({ title, payload }) => ({ content_type: 'text', title, payload }))
  const [file] = files
  const content = file === undefined ? { text } : toAttachment(file)
  const body = {
    recipient: toRecipient(message),
    // Only a person's answer may carry the tag: https://developers.facebook.com/docs/messenger-platform/send-messages/message-tags
    ...(rule === 'human_agent'
      ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
      : { messaging_type: 'RESPONSE' }),
    // Comes back in the echo: that is how it is known there.
    message: { ...content, metadata: id, ...(replies.length > 0 ? { quick_replies: replies } : {}) },
    // Beside the message, not in it.
    ...(replyTo === null || privateReplyTo !== null ? {} : { reply_to: { mid: replyTo } }),
  }
  return toGraphCall({ segments: [account, 'messages'], body }, credential, TOKEN_KEY)
}

/** https://developers.facebook.com/docs/messenger-platform/discovery/private-replies: once for each comment or post. */
function toRecipient({ recipient, privateReplyTo, root }: OutgoingMessage): Record<string, string> {
  if (privateReplyTo === null) return { id: recipient.externalId }
  return privateReplyTo === root ? { post_id: privateReplyTo } : { comment_id: privateReplyTo }
}

/** https://developers.facebook.com/docs/graph-api/reference/object/comments: under a comment, or a post. */
function toCommentCall(message: OutgoingMessage, credential: Credential): PlatformCall {
  const { replyTo, root, text, files } = message
  const words = text === null ? {} : { message: text }
  const [picture] = files
  const body = { ...words, ...(picture === undefined ? {} : { attachment_url: picture.url }) }
  return toGraphCall(
    { segments: [replyTo ?? root ?? message.account, 'comments'], body },
    credential,
    TOKEN_KEY,
  )
}
