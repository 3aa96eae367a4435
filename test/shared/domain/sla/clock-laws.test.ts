import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCompactClocks, toCompactClocks } from '../../../../shared/aws/compact-clocks.ts'
import { addMs } from '../../../../shared/domain/due.ts'
import { EVENTS } from '../../../../shared/domain/events.ts'
import type { EventType } from '../../../../shared/domain/event-part.ts'
import { judgeClocks } from '../../../support/judge-clocks.ts'
import type { StageSettings } from './clock-stage.ts'
import {
  briefHistories,
  crossedHistories,
  histories,
  HISTORY_RULES,
  play,
  type Played,
  type Stage,
} from './clock-histories.ts'

const RUNS = { numRuns: 150 }
const SETTINGS = { rules: HISTORY_RULES, clockChannel: { replyWindow: 'PT24H' } } satisfies StageSettings
const FAR = 400 * 24 * 3_600_000

describe('whatever happens in a conversation, this guarantees that', () => {
  it('every event of a clock and of a window is one of the catalogue', () => {
    fc.assert(
      fc.property(histories(), (steps) => {
        const { stage } = finish(play(steps, SETTINGS))
        for (const { type, data } of stage.events) {
          if (!type.startsWith('sla.') && type !== 'window.closing') continue
          expect(EVENTS[type as EventType].data.safeParse(data).error).toBeUndefined()
        }
      }),
      RUNS,
    )
  })

  it('nothing is told twice of a clock, and instances count without gaps', () => {
    fc.assert(
      fc.property(histories(), (steps) => {
        const { stage } = finish(play(steps, SETTINGS))
        expect(findRepetitions(stage)).toEqual([])
      }),
      RUNS,
    )
  })

  it('looking late, twice, or at other instants changes no dates', () => {
    fc.assert(
      // A snooze ends when somebody looks: that is a fact of the looking. So is a breach that was told while a reply seemed to have failed.
      fc.property(briefHistories('snoozesForAgent', 'snoozesForCustomer', 'ticks', 'revives'), (steps) => {
        const seldom = finish(play(steps, SETTINGS))
        const often = finish(
          play(steps, SETTINGS, (stage, at) => {
            stage.ticks(at)
            stage.ticks(at)
          }),
        )
        expect(toDates(often.stage)).toEqual(toDates(seldom.stage))
      }),
      RUNS,
    )
  })

  it('what concerns no clock changes none: a note, a receipt, a tag that no policy asks for, a new team', () => {
    fc.assert(
      fc.property(
        // What was delivered can fail no more: receipts would decide what the steps find.
        briefHistories('snoozesForAgent', 'snoozesForCustomer', 'fails', 'revives', 'delivers', 'tags'),
        (steps) => {
          const quiet = finish(play(steps, SETTINGS))
          const busy = finish(play(steps, SETTINGS, interfere))
          expect(toDates(busy.stage)).toEqual(toDates(quiet.stage))
        },
      ),
      RUNS,
    )
  })

  it('a conversation is due before anything of its clocks is, and rests once that was told', () => {
    fc.assert(
      fc.property(histories(), (steps) => {
        const check = ({ conversation }: Stage): void => {
          const { sla, dueAt } = conversation
          const running =
            sla?.clocks.filter((clock) => clock.stoppedAt === null && clock.breachedAt === null) ?? []
          const instants = [
            ...running.flatMap((clock) => [clock.dueAt, clock.warnAt]),
            ...(sla?.doubts.map(({ until }) => until) ?? []),
            sla?.windowCheckAt ?? null,
          ].filter((at) => at !== null)
          for (const at of instants) expect(dueAt !== null && dueAt <= at).toBe(true)
        }
        const { stage, at } = play(steps, SETTINGS, check)
        const end = addMs(at, FAR)
        stage.ticks(end)
        expect(stage.conversation.dueAt === null || stage.conversation.dueAt > end).toBe(true)
      }),
      RUNS,
    )
  })

  it('clocks read back from their short text are what was written', () => {
    fc.assert(
      fc.property(histories(), (steps) => {
        const check = ({ conversation: { sla } }: Stage): void => {
          if (sla !== null) expect(parseCompactClocks(toCompactClocks(sla))).toEqual(sla)
        }
        check(play(steps, SETTINGS, check).stage)
      }),
      RUNS,
    )
  })

  it.each<{ name: string; settings: StageSettings; without: Parameters<typeof histories> }>([
    { name: 'in a channel without a reply window', settings: { rules: HISTORY_RULES }, without: [] },
    { name: 'in a channel with a reply window', settings: SETTINGS, without: ['revives'] },
    {
      name: 'under a public post',
      settings: { rules: HISTORY_RULES, channel: 'facebook', visibility: 'public' },
      without: [],
    },
    {
      name: 'while nobody sorts it',
      settings: { rules: HISTORY_RULES },
      without: ['raises', 'tags', 'spams'],
    },
    {
      name: 'where some conversations are not measured',
      settings: { rules: { ...HISTORY_RULES, policies: HISTORY_RULES.policies.slice(0, 2) } },
      // A reply that failed after somebody began to measure, for a question from before, is nobody's promise.
      without: ['loses', 'fails', 'rejects', 'answersByAi'],
    },
  ])('clocks are what the log says, $name', ({ settings, without }) => {
    fc.assert(
      fc.property(histories(...without), (steps) => {
        const { stage } = finish(play(steps, settings))
        expect(judge(stage, settings)).toEqual([])
      }),
      RUNS,
    )
  })
})

describe('where envelopes are redriven and times of webhooks cross, this guarantees that', () => {
  it.each<{ name: string; settings: StageSettings; without: Parameters<typeof histories> }>([
    { name: 'in a channel without a reply window', settings: { rules: HISTORY_RULES }, without: [] },
    { name: 'in a channel with a reply window', settings: SETTINGS, without: ['revives'] },
    {
      name: 'under a public post',
      settings: { rules: HISTORY_RULES, channel: 'facebook', visibility: 'public' },
      without: [],
    },
  ])('clocks are what the log says, $name', ({ settings, without }) => {
    fc.assert(
      fc.property(crossedHistories(...without), (steps) => {
        const { stage } = finish(play(steps, settings))
        expect(judge(stage, settings)).toEqual([])
      }),
      RUNS,
    )
  })
})

function interfere(stage: Stage, at: string): void {
  stage.notes(at)
  const sent = stage.log.find((entry) => entry.kind === 'message' && entry.status === 'sent')
  if (sent !== undefined) stage.receipt(sent.seq, 'delivered', at)
  const isTagged = stage.conversation.tags.includes('other')
  stage.patches(at, { tags: isTagged ? { remove: ['other'] } : { add: ['other'] } })
  stage.patches(at, { team: isTagged ? 'north' : 'south' })
}

function finish({ stage, at }: Played): Played {
  const end = addMs(at, FAR)
  stage.ticks(end)
  return { stage, at: end }
}

function judge({ log, conversation, rules }: Stage, { clockChannel }: StageSettings): string[] {
  const replyWindow = clockChannel?.replyWindow ?? null
  return judgeClocks({ log, conversation, rules, clockChannel: { replyWindow } })
}

function findRepetitions(stage: Stage): string[] {
  const seen = new Set<string>()
  const counts = new Map<string, number>()
  return stage.events.flatMap(({ type, data }) => {
    const { metric, instance, threshold } = data
    const clock = `${String(metric)} ${String(instance)}`
    if (type === 'sla.started') {
      const expected = (counts.get(String(metric)) ?? 0) + 1
      counts.set(String(metric), expected)
      if (instance !== expected) return [`${clock} started as ${expected}`]
    }
    if (type === 'sla.fulfilment_revoked' || type === 'sla.resumed') seen.delete(`sla.fulfilled ${clock}`)
    if (!['sla.started', 'sla.warning', 'sla.breached', 'sla.fulfilled', 'sla.cancelled'].includes(type))
      return []
    const key = `${type} ${clock}${type === 'sla.warning' ? String(threshold) : ''}`
    if (seen.has(key)) return [`${key} again`]
    seen.add(key)
    return []
  })
}

/** Of every clock: when it started, was due, breached and ended, as last told. */
function toDates(stage: Stage): Record<string, Record<string, unknown>> {
  const clocks: Record<string, Record<string, unknown>> = {}
  for (const { type, data } of stage.events) {
    if (!type.startsWith('sla.')) continue
    const { metric, instance, startedAt, dueAt, breachedAt, stoppedAt } = data
    const clock = (clocks[`${String(metric)} ${String(instance)}`] ??= { startedAt })
    // What is late told of it stands after what made somebody look.
    if (type !== 'sla.warning' && type !== 'sla.breached') clock['dueAt'] = dueAt
    if (breachedAt !== undefined) clock['breachedAt'] = breachedAt
    if (type === 'sla.fulfilled') clock['stoppedAt'] = stoppedAt
    if (type === 'sla.fulfilment_revoked' || type === 'sla.resumed') delete clock['stoppedAt']
    if (type === 'sla.cancelled') clock['cancelled'] = data['reason']
  }
  return clocks
}
