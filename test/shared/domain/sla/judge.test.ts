import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../../shared/domain/entry.ts'
import type { EventPart } from '../../../../shared/domain/event-part.ts'
import { judgeClocks } from '../../../support/judge-clocks.ts'
import { createStage } from './clock-stage.ts'
import { on } from './on-the-day.ts'

function createDay() {
  const stage = createStage()
  stage.customerWrites(on('10:00'))
  const seq = stage.agentWrites(on('10:20'))
  stage.attempts(seq, on('10:20'))
  stage.accepts(seq, on('10:20'))
  stage.customerWrites(on('10:30'))
  stage.ticks(on('11:00'))
  return stage
}

function judge(change: (log: Entry[]) => Entry[]): string[] {
  const { log, conversation, rules } = createDay()
  return judgeClocks({ log: change(log), conversation, rules, clockChannel: { replyWindow: null } })
}

function rewrite(type: string, data: Record<string, unknown> | null): (log: Entry[]) => Entry[] {
  const rewritten = (parts: EventPart[]): EventPart[] =>
    parts.flatMap((part) => {
      if (part.type !== type) return [part]
      return data === null ? [] : [{ ...part, data: { ...part.data, ...data } }]
    })
  return (log) =>
    log.flatMap((entry): Entry[] => {
      const changes = entry.changes.map((change) => ({ ...change, parts: rewritten(change.parts) }))
      const written = { ...entry, caused: rewritten(entry.caused), changes }
      if (written.kind !== 'activity' || written.type !== type) return [written]
      return data === null ? [] : [{ ...written, data: { ...written.data, ...data } }]
    })
}

describe('the judge of clocks', () => {
  it('a day as it was: this guarantees no mismatch', () => {
    expect(judge((log) => log)).toEqual([])
  })

  it.each([
    { name: 'a breach that nobody told', change: rewrite('sla.breached', null) },
    { name: 'a breach told with another time', change: rewrite('sla.breached', { breachedAt: on('10:16') }) },
    { name: 'a fulfilment that nobody told', change: rewrite('sla.fulfilled', null) },
    { name: 'a late answer told as one in time', change: rewrite('sla.fulfilled', { withinTarget: true }) },
    { name: 'open time that does not add up', change: rewrite('sla.fulfilled', { elapsedOpenMs: 1 }) },
    { name: 'a clock that starts too late', change: rewrite('sla.started', { startedAt: on('10:01') }) },
    { name: 'a clock that nobody started', change: rewrite('sla.started', null) },
    {
      name: 'a customer who waits unseen',
      change: (log: Entry[]) =>
        log.filter((entry) => entry.kind !== 'message' || entry.direction === 'inbound'),
    },
  ])('$name: this guarantees that it is found', ({ change }) => {
    expect(judge(change)).not.toEqual([])
  })
})
