import { toEventId } from '../../shared/domain/ids.ts'
import { createStage } from '../shared/domain/sla/clock-stage.ts'
import { PROOF_RULES } from './clock-rules.ts'
import type { PublishedEvent } from './event-readers.ts'
import { type ClockHistory, isOfWork, type ReadClocks } from './judge-clocks-told.ts'
import { AT } from './perfect-read-back.ts'

type ToldClocks = { clocks: ReadClocks; events: PublishedEvent[] }

type Stage = ReturnType<typeof createStage>

/** Conversations whose clocks warn, breach, are answered, revoked and paused, and all that was said of them: nothing is wrong. */
export function playClocks(): ToldClocks {
  const plays = [playAnswered(), playRevoked()].map(toHistory)
  const rules = { ...PROOF_RULES, version: 1, savedAt: AT, savedBy: 'test' }
  return { clocks: { rules, histories: plays, readAt: at(13) }, events: plays.flatMap(listEvents) }
}

/** Answered late, then paused until the customer writes again, and never closed; the policy sorts it on the way. */
function playAnswered(): Stage {
  const stage = createStage({ rules: PROOF_RULES })
  stage.customerWrites(at(0))
  stage.ticks(at(2.5))
  stage.ticks(at(3.2))
  stage.accepts(stage.agentWrites(at(4)), at(5))
  stage.patches(at(6), { status: 'pending' })
  stage.customerWrites(at(8))
  stage.ticks(at(11.3))
  stage.ticks(at(12.1))
  return stage
}

/** What was answered in time was not: the reply failed. */
function playRevoked(): Stage {
  const channel = 'facebook'
  const stage = createStage({ rules: PROOF_RULES, channel })
  stage.customerWrites(at(0))
  const failing = stage.agentWrites(at(0.5))
  stage.accepts(failing, at(0.7))
  stage.fails(failing, at(4))
  stage.accepts(stage.agentWrites(at(6)), at(7))
  return stage
}

function at(seconds: number): string {
  return new Date(Date.parse(AT) + seconds * 1000).toISOString()
}

/** Every stage plays the same conversation; these are as many. */
function toHistory({ conversation, log }: Stage, index: number): ClockHistory {
  const id = `${conversation.id.slice(0, -1)}${'bcdefg'.charAt(index)}`
  const renamed = JSON.stringify({ conversation, log })
    .replaceAll(conversation.id, id)
    .replaceAll(conversation.id.replace('cnv_', 'msg_'), id.replace('cnv_', 'msg_'))
  return JSON.parse(renamed) as ClockHistory
}

/** As the publisher numbers them. */
function listEvents({ conversation, log }: ClockHistory): PublishedEvent[] {
  const { id, channel, visibility, account, contactId } = conversation
  return log.flatMap((entry) => {
    const own = entry.kind === 'activity' ? { type: entry.type, data: entry.data } : null
    const revisions = [{ revision: 1, at: entry.at, parts: [own, ...entry.caused] }, ...entry.changes]
    return revisions.flatMap(({ revision, at, parts }) =>
      parts.flatMap((part, index): PublishedEvent[] => {
        if (part === null || !isOfWork(part)) return []
        const place = { seq: entry.seq, revision, part: index + 1 }
        return [
          {
            ...{ type: part.type, id: toEventId({ subjectId: id, ...place }), version: 1, ...place },
            ...{ occurredAt: at, channel, visibility, account: { channel, id: account.id } },
            ...{ conversationId: id, contactId, actor: entry.actor, correlationId: 'env_1' },
            ...{ causationId: 'env_1', data: part.data },
          },
        ]
      }),
    )
  })
}
