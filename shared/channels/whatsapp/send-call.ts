import { toGraphCall } from '../kit/graph-call.ts'
import type { Credential, OutgoingMessage, PlatformCall } from '../sender.ts'
import type { Identity } from '../../domain/identity.ts'
import { isBusinessScopedUserId } from './customer.ts'
import { toMediaContent } from './send-files.ts'

/** Name of the system user's access token in the channel's secret. */
export const TOKEN_KEY = 'accessToken'

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages */
export function toSendCall(message: OutgoingMessage, credential: Credential): PlatformCall {
  const { id, account, recipient, replyTo } = message
  const body = {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...toAddress(recipient),
    ...toContent(message),
    ...(replyTo === null ? {} : { context: { message_id: replyTo } }),
    // Comes back in every status of the message.
    biz_opaque_callback_data: id,
  }
  return toGraphCall({ segments: [account, 'messages'], body }, credential, TOKEN_KEY)
}

/** A business-scoped id in `to` is taken and dropped: it has a key of its own. */
export function toAddress({ externalId }: Identity): { recipient: string } | { to: string } {
  return isBusinessScopedUserId(externalId) ? { recipient: externalId } : { to: externalId }
}

function toContent({
  template,
  quickReplies,
  text,
  files: [file],
}: OutgoingMessage): Record<string, unknown> {
  if (template !== null) {
    const parameters = template.parameters.map((parameter) => ({ type: 'text', text: parameter }))
    const components = parameters.length > 0 ? { components: [{ type: 'body', parameters }] } : {}
    const { name, language } = template
    return { type: 'template', template: { name, language: { code: language }, ...components } }
  }
  if (file !== undefined) return toMediaContent(file, text)
  if (quickReplies.length === 0) return { type: 'text', text: { body: text } }
  const buttons = quickReplies.map(({ title, payload }) => ({ type: 'reply', reply: { id: payload, title } }))
  return { type: 'interactive', interactive: { type: 'button', body: { text }, action: { buttons } } }
}
