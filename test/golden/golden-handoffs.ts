import { stepHandoff } from '../../shared/app/handoff/step-handoff.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { InboxStore } from '../../shared/app/ports.ts'
import { createUnitOfWork } from '../../shared/app/unit-of-work.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import { createActivity } from '../../shared/domain/activity.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { Handoff } from '../../shared/domain/handoff/handoff.ts'
import { type HandoffFact, toHandoffData } from '../../shared/domain/handoff/move-handoff.ts'
import { toConversationId, toHandoffId } from '../../shared/domain/ids.ts'
import { handoffOf } from '../support/handoff-of.ts'
import { AUTHOR, PHONE, SHOP } from './golden-day.ts'

const KIM = { kind: 'human', id: 'agent-7', name: 'Kim' } as const
const SYSTEM = { kind: 'system', id: null, name: null } as const

/** Who commented is asked into private three times: they come, they stay away, and it is taken back. */
export async function playHandoffs(store: InboxStore, publicConversationId: string): Promise<void> {
  const privateConversationId = toConversationId({ accountId: SHOP.id, identity: PHONE, root: null })
  const came: HandoffFact[] = [
    { kind: 'accepted' },
    { kind: 'seen' },
    { kind: 'proved' },
    { kind: 'written', conversationId: privateConversationId },
  ]
  await play(store, publicConversationId, '19:00', came)
  await play(store, publicConversationId, '19:10', [{ kind: 'accepted' }, { kind: 'expired' }])
  const by = { kind: 'agent', code: null } as const
  const { id } = await play(store, publicConversationId, '19:20', [{ kind: 'declined', by }])
  const unit = createUnitOfWork({ store, clockChannels: createClockChannels(findChannel) }, 'consistent')
  const conversation = await unit.conversation(privateConversationId, false)
  if (conversation === null) throw new Error('the day has a private conversation')
  const part = { type: 'handoff.arrival_refused', data: { handoffId: id, why: 'too_late' } } as const
  const line = createActivity(conversation.id, conversation.seq + 1, part, at('19:30', SYSTEM))
  unit.putEntry(line)
  unit.putConversation({ ...conversation, seq: line.seq })
  await unit.commit()
}

async function play(
  store: InboxStore,
  conversationId: string,
  time: string,
  facts: readonly HandoffFact[],
): Promise<Handoff> {
  const unit = createUnitOfWork({ store, clockChannels: createClockChannels(findChannel) }, 'consistent')
  const conversation = await unit.conversation(conversationId, false)
  if (conversation === null) throw new Error('the day has a public conversation')
  let handoff = offer(conversation, time)
  const part = { type: 'handoff.offered', data: toHandoffData(handoff) } as const
  const line = createActivity(conversation.id, conversation.seq + 1, part, at(time, KIM))
  unit.putEntry(line)
  unit.putHandoff(handoff)
  unit.putConversation({ ...conversation, seq: line.seq })
  for (const fact of facts) handoff = await stepHandoff(unit, handoff, fact, at(time, SYSTEM))
  await unit.commit()
  return handoff
}

function offer({ id, seq, contactId, account }: Conversation, time: string): Handoff {
  const { at: offeredAt } = at(time, KIM)
  return handoffOf({
    id: toHandoffId(id, seq + 1),
    publicConversationId: id,
    contactId,
    targetAccount: { channel: AUTHOR.channel, id: account.id },
    offeredAt,
    // So that the one that nobody answers ends within the day.
    expiresAt: offeredAt,
    reachedAt: { offered: offeredAt },
  })
}

function at(time: string, actor: typeof KIM | typeof SYSTEM) {
  return { at: `2026-03-02T${time}:00.000Z`, actor, causationId: `golden ${time}` }
}
