import type { Conversation } from '../conversation.ts'
import type { ClockInput } from './clock-input.ts'
import type { Move, MoveContext } from './clock-moves.ts'
import { toWindowClosesAt } from './reply-window-left.ts'
import { reselect } from './reselect.ts'
import { findPolicy, selectPolicy, type Selected } from './select-policy.ts'

/** Chooses the policy again where the rules, or what they choose by, have changed. */
export function choosePolicy(
  move: Move,
  input: Pick<ClockInput, 'rules' | 'channel'>,
  conversation: Conversation,
  at: string,
): Move {
  const { rules } = input
  const { policy } = move.clocks
  const selected = selectPolicy(rules.current, conversation)
  const isSame = move.clocks.rules === rules.current.version && policy?.id === selected?.policy.id
  if (isSame) return move
  const known = policy && findPolicy(rules.previous, policy.id)
  return reselect(move, {
    before: toMoving(known, input, conversation),
    after: toMoving(selected, input, conversation),
    version: rules.current.version,
    conversation,
    at,
  })
}

/** By what the conversation's clocks move now; null: no policy fits. */
export function findMoving(
  input: Pick<ClockInput, 'rules' | 'channel'>,
  conversation: Conversation,
): MoveContext | null {
  return toMoving(selectPolicy(input.rules.current, conversation), input, conversation)
}

function toMoving(
  selected: Selected | null,
  { channel }: Pick<ClockInput, 'channel'>,
  conversation: Conversation,
): MoveContext | null {
  return selected && { selected, windowClosesAt: toWindowClosesAt(conversation, channel.replyWindow) }
}
