import { systemPacer } from '../../functions/edge/system.ts'
import { fireTimer } from '../../shared/app/fire-timer.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { patchConversation } from '../../shared/app/patch-conversation.ts'
import { createAnswerStore } from '../../shared/aws/answer-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import { toConversationId } from '../../shared/domain/ids.ts'
import type { InboundEvent } from '../../shared/domain/inbound.ts'
import { SlaRuleSet } from '../../shared/domain/sla/rules.ts'
import type { WorkflowPatch } from '../../shared/domain/workflow.ts'
import { createScriptedIngest, toEcho, toMessage, toParty } from '../support/create-scripted-ingest.ts'
import { saveRules } from '../support/save-rules.ts'
import { SHOP } from './golden-day.ts'
import { NO_MEDIA } from '../support/no-media.ts'

const BEN: Identity = { channel: 'whatsapp', scope: '-', externalId: '+4915550000003' }
const AGENT = { kind: 'human', id: 'agent-7', name: 'Kim' } as const

const targets = { first_response: 'PT15M', next_response: 'PT15M', resolution: 'PT24H' }
const RULES = SlaRuleSet.parse({
  calendars: [],
  policies: [
    {
      id: 'urgent',
      selector: { channel: 'whatsapp', priority: 'urgent' },
      targets: { ...targets, next_response: 'PT5M' },
    },
    {
      id: 'whatsapp-private',
      selector: { channel: 'whatsapp' },
      targets,
      actions: [{ on: 'breach', do: { notify: true } }],
    },
  ],
})

/** A day later, with rules: one customer whose clocks do everything that a clock can do. */
export async function playClocks(table: Table): Promise<void> {
  let now = at('08:00')
  const clock = { now: () => new Date(now) }
  const inbox = createScriptedIngest(table, { now: clock.now })
  const conversationId = toConversationId({ accountId: SHOP.id, identity: BEN, root: null })
  const timing = { clock, pacer: systemPacer }
  const unit = { store: inbox.store, clockChannels: createClockChannels(findChannel) }
  const ben = toParty(BEN)
  const thread = { visibility: 'private' as const, party: ben }

  const arrives = (time: string, event: InboundEvent, day?: number) => {
    now = at(time, day)
    return inbox.ingest([event], { receivedAt: now, account: SHOP, key: `${now} ${event.kind}` })
  }
  const writes = (time: string, day?: number) =>
    arrives(time, { ...toMessage(`ben ${day ?? 3} ${time}`, ben), sentAt: at(time, day) }, day)
  const answers = (time: string) => arrives(time, toEcho(`shop ${time}`, thread, at(time)))
  const patches = (time: string, patch: WorkflowPatch) => {
    now = at(time)
    const deps = { ...timing, ...unit, answers: createAnswerStore(table, clock) }
    const request = { actor: AGENT, requestId: `patch ${time}`, claim: null }
    return patchConversation(deps, { conversationId, patch, expectedRevisions: null }, request)
  }
  const ticks = (time: string, day?: number) => {
    now = at(time, day)
    const queues = {
      outbound: { request: () => Promise.resolve() },
      timers: { arm: () => Promise.resolve() },
      media: NO_MEDIA,
    }
    return fireTimer({ ...timing, ...unit, ...queues, findChannel }, { conversationId, at: now })
  }

  await saveRules(table, RULES, now)
  await writes('09:00')
  await ticks('09:12')
  await ticks('09:15')
  await patches('09:18', { status: 'pending' })
  await answers('09:20')
  await writes('09:30')
  await patches('09:31', { priority: 'urgent' })
  await answers('09:32')
  const failed = { kind: 'receipt', target: 'shop 09:32', status: 'failed', at: at('09:33') } as const
  await arrives('09:33', { ...failed, correlation: null, error: null })
  await answers('09:34')
  await writes('09:40')
  await patches('09:41', { status: 'closed' })
  await writes('10:00')
  await ticks('04:00', 4)
}

function at(time: string, day = 3): string {
  return `2026-03-0${day}T${time}:00.000Z`
}
