import { toGraphCall } from '../kit/graph-call.ts'
import type { Credential, OutgoingAction, PlatformCall } from '../sender.ts'
import { TOKEN_KEY } from './send-call.ts'

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions */
export function toActionCall(action: OutgoingAction, credential: Credential): PlatformCall {
  switch (action.kind) {
    case 'reaction':
      return action.visibility === 'public'
        ? toLikeCall(action, credential)
        : toReactionCall(action, credential)
    case 'hide':
      // https://developers.facebook.com/docs/graph-api/reference/comment: its writer and their friends still see it.
      return toGraphCall({ segments: [action.target], body: { is_hidden: true } }, credential, TOKEN_KEY)
    case 'read':
      return toSenderAction(action, { sender_action: 'mark_seen' }, credential)
    case 'typing':
      return toSenderAction(action, { sender_action: 'typing_on' }, credential)
  }
}

type Reaction = Extract<OutgoingAction, { kind: 'reaction' }>

function toReactionCall(action: Reaction, credential: Credential): PlatformCall {
  const { target, emoji } = action
  const body =
    emoji === null
      ? { sender_action: 'unreact', payload: { message_id: target } }
      : { sender_action: 'react', payload: { message_id: target, reaction: emoji } }
  return toSenderAction(action, body, credential)
}

/** A Page can like a comment, nothing else: https://developers.facebook.com/docs/graph-api/reference/object/likes */
function toLikeCall({ target, emoji }: Reaction, credential: Credential): PlatformCall {
  const method = emoji === null ? 'DELETE' : 'POST'
  return toGraphCall({ method, segments: [target, 'likes'] }, credential, TOKEN_KEY)
}

function toSenderAction(
  { account, recipient }: OutgoingAction,
  action: Record<string, unknown>,
  credential: Credential,
): PlatformCall {
  const body = { recipient: { id: recipient.externalId }, ...action }
  return toGraphCall({ segments: [account, 'messages'], body }, credential, TOKEN_KEY)
}
