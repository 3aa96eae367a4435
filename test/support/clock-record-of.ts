import type { ClockRecord } from '../../shared/domain/sla/clock-record.ts'

/** A first answer on WhatsApp after a minute, in time. */
export function clockRecordOf(changes: Partial<ClockRecord> = {}): ClockRecord {
  const { startedAt = '2026-03-02T10:00:00.000Z' } = changes
  const stoppedAt = new Date(Date.parse(startedAt) + 60_000).toISOString()
  return {
    conversationId: `cnv_${'a'.repeat(26)}`,
    metric: 'first_response',
    instance: 1,
    state: 'met',
    sessionSeq: 1,
    startedAt,
    dueAt: stoppedAt,
    breachedAt: null,
    stoppedAt,
    elapsedOpenMs: 60_000,
    elapsedWallMs: 60_000,
    elapsedSinceSentMs: 61_000,
    byEntrySeq: 2,
    channel: 'whatsapp',
    visibility: 'private',
    accountId: '1066',
    priority: 'normal',
    tags: [],
    team: null,
    assignee: null,
    policyId: 'whatsapp-private',
    policyVersion: 1,
    queueShard: 0,
    ...changes,
  }
}
