import type { InboundAccountEvent, InboundEvent } from '../../domain/inbound.ts'
import { toIsoTime } from '../kit/timestamps.ts'
import { toEmoji } from './emoji.ts'
import { type Reading, toUnplaced } from './reading.ts'
import { Delivery, PolicyEnforcement, Reaction } from './schema.ts'

/** One transaction moves so many messages at most; the watermark covers the rest. */
const RECEIPTS_MAX = 20

const POLICY_ACTIONS: ReadonlyMap<string, { code: string; health: InboundAccountEvent['health'] }> = new Map([
  ['block', { code: 'messaging_blocked', health: 'degraded' }],
  ['unblock', { code: 'messaging_unblocked', health: 'healthy' }],
  ['warning', { code: 'policy_warning', health: null }],
])

export function parseReaction(reading: Reading): InboundEvent[] {
  const { item, by, party, at } = reading
  const reaction = Reaction.safeParse(item['reaction']).data
  if (reaction === undefined || party === null) return [toUnplaced(reading, 'reaction')]
  const emoji = reaction.action === 'unreact' ? null : toEmoji(reaction.emoji, reaction.reaction)
  return [{ kind: 'reaction', target: reaction.mid, by, party, emoji, at }]
}

/**
 * `read` has a watermark alone. `delivery` may name messages too: those are told exactly, because our clock and the
 * platform's differ, and the watermark tells the rest. A status only moves forward, so that both may say the same.
 */
export function parseReceipts(reading: Reading, kind: 'delivery' | 'read'): InboundEvent[] {
  const { party, at } = reading
  const body = Delivery.safeParse(reading.item[kind]).data
  const upTo = toIsoTime(body?.watermark)
  const status = kind === 'read' ? 'read' : 'delivered'
  const receipts: InboundEvent[] = (body?.mids ?? []).slice(-RECEIPTS_MAX).map((target) => ({
    kind: 'receipt',
    target,
    status,
    at: at ?? upTo,
    correlation: null,
    error: null,
  }))
  if (party !== null && upTo !== null) return [{ kind: 'watermark', party, status, upTo }, ...receipts]
  return receipts.length > 0 ? receipts : [toUnplaced(reading, kind)]
}

export function parsePolicy(
  reading: Reading,
  key: 'policy_enforcement' | 'policy-enforcement',
): InboundEvent[] {
  const enforcement = PolicyEnforcement.safeParse(reading.item[key]).data
  const action = POLICY_ACTIONS.get(enforcement?.action ?? '')
  if (enforcement === undefined || action === undefined) return [toUnplaced(reading, 'policy_enforcement')]
  return [{ kind: 'account', ...action, detail: enforcement.reason || null, at: reading.at }]
}
