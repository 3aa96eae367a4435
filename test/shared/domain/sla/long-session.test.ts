import { describe, expect, it } from 'vitest'
import { createStage } from './clock-stage.ts'

const START = Date.UTC(2026, 2, 4, 9)
const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString()

/** A session in which everything was answered within a minute, `rounds` times. */
function playLongSession(rounds: number, logMax: number) {
  const stage = createStage({ logMax })
  let reply = 0
  for (let round = 0; round < rounds; round++) {
    stage.customerWrites(at(round * 10))
    reply = stage.agentWrites(at(round * 10 + 1))
    stage.accepts(reply, at(round * 10 + 1))
  }
  return { stage, reply, end: rounds * 10 }
}

describe('a session that is longer than what looking back reads', () => {
  it('this guarantees that an answer that fails is revoked, and nothing else', () => {
    const { stage, reply, end } = playLongSession(12, 6)
    const before = stage.said()
    stage.fails(reply, at(end))
    expect(stage.said().slice(before.length)).toEqual(['fulfilment_revoked next_response 11'])
    expect(stage.conversation.sla).toMatchObject({
      waits: [{ seq: reply - 1 }],
      counts: { next_response: 11 },
    })
    const again = stage.agentWrites(at(end + 1))
    stage.accepts(again, at(end + 1))
    expect(stage.last('sla.fulfilled')?.data).toMatchObject({ metric: 'next_response', instance: 11 })
  })

  it('this guarantees that a question from before is not forgotten', () => {
    const { stage, end } = playLongSession(2, 4)
    const waits = stage.customerWrites(at(end))
    for (let line = 1; line <= 6; line++) stage.patches(at(end + line), { tags: { add: [`t${line}`] } })
    const reply = stage.agentWrites(at(end + 7), 'automation')
    stage.accepts(reply, at(end + 7))
    stage.fails(reply, at(end + 8))
    expect(stage.conversation.sla).toMatchObject({ waits: [{ seq: waits }], clocks: [{}, { seq: waits }] })
  })
})
