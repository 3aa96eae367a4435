import { toGraphCall } from '../kit/graph-call.ts'
import type { Credential, OutgoingAction, PlatformCall } from '../sender.ts'
import { toAddress, TOKEN_KEY } from './send-call.ts'

/** Nothing of what is done to a message of the customer can be done without naming it. */
export function toActionCall(action: OutgoingAction, credential: Credential): PlatformCall | null {
  const body = toBody(action)
  if (body === null) return null
  const segments = [action.account, 'messages']
  return toGraphCall({ segments, body: { messaging_product: 'whatsapp', ...body } }, credential, TOKEN_KEY)
}

function toBody(action: OutgoingAction): Record<string, unknown> | null {
  switch (action.kind) {
    case 'reaction': {
      const reaction = { message_id: action.target, emoji: action.emoji ?? '' }
      return { recipient_type: 'individual', ...toAddress(action.recipient), type: 'reaction', reaction }
    }
    case 'hide':
      return null
    case 'read':
      return { status: 'read', message_id: action.target }
    case 'typing':
      // It marks as read too: https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators
      return action.target === null
        ? null
        : { status: 'read', message_id: action.target, typing_indicator: { type: 'text' } }
  }
}
