import { describe, expect, it } from 'vitest'
import { toEnvelopeIds, toNamedIds } from '../../../shared/app/named-ids.ts'
import type { CutEnvelope } from '../../../shared/channels/contract.ts'
import { toEnvelopeId } from '../../../shared/domain/ids.ts'

const cut = (n: number): CutEnvelope => ({
  channel: 'sms',
  provider: 'aws',
  account: { id: '+1', name: null },
  key: `message:${n}`,
  group: `customer ${n}`,
  payload: { text: `words ${n}` },
})

describe('ids of a line of the log', () => {
  it('are the first ten, each once: this guarantees that a large body makes no long line', () => {
    const many = Array.from({ length: 500 }, (_, n) => `evt_${Math.floor(n / 2)}`)
    expect(toNamedIds([null, ...many])).toEqual(Array.from({ length: 10 }, (_, n) => `evt_${n}`))
  })

  it('name envelopes by account and correlation id: this guarantees that nothing of a customer is in them', () => {
    const ids = toEnvelopeIds(
      'sms',
      Array.from({ length: 500 }, (_, n) => cut(n)),
    )
    expect(ids.accountIds).toEqual(['+1'])
    expect(ids.correlationIds).toHaveLength(10)
    expect(ids.correlationIds[3]).toBe(toEnvelopeId({ source: 'sms', ...cut(3) }))
    expect(JSON.stringify(ids)).not.toMatch(/customer|words|message/)
  })
})
