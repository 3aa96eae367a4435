import { describe, expect, it } from 'vitest'
import { type InboundDelivery, ingestBatch, type IngestBatchDeps } from '../../../shared/app/ingest-batch.ts'
import { toAsciiJson } from '../../../shared/domain/ascii-json.ts'
import type { Envelope } from '../../../shared/domain/envelope.ts'
import { AppError } from '../../../shared/domain/errors.ts'

const now = new Date('2026-01-01T10:00:00.000Z')

function delivery(groupId: string, key: string, changes: Partial<InboundDelivery> = {}): InboundDelivery {
  const envelope: Envelope = {
    version: 1,
    source: 'sms',
    channel: 'sms',
    provider: 'twilio',
    account: { id: 'acc', name: null },
    receivedAt: now.toISOString(),
    key,
    payload: {},
  }
  return {
    messageId: `${groupId}-${key}`,
    groupId,
    deduplicationId: key,
    body: toAsciiJson(envelope),
    sentAt: now,
    receiveCount: 1,
    gapOf: null,
    receiptHandle: `receipt-${key}`,
    ...changes,
  }
}

function createDeps(ingest: IngestBatchDeps['ingest']) {
  const seen = {
    ingested: [] as string[],
    postponed: [] as string[],
    gaveUp: [] as string[],
    closed: [] as string[],
    kept: [] as string[],
  }
  const deps: IngestBatchDeps = {
    ingest: (envelope) => {
      seen.ingested.push(envelope.key)
      return ingest(envelope)
    },
    quarantine: {
      keep: ({ reason }) => {
        seen.kept.push(reason)
        return Promise.resolve({ id: 'q' })
      },
    },
    postpone: ({ messageId }, seconds) => {
      seen.postponed.push(`${messageId} ${seconds}`)
      return Promise.resolve()
    },
    closeGap: (conversationId, letterId) => {
      seen.closed.push(`${letterId} of ${conversationId}`)
      return Promise.resolve()
    },
    giveUp: ({ messageId }) => {
      seen.gaveUp.push(messageId)
      return Promise.resolve()
    },
    clock: { now: () => now },
  }
  return { deps, seen }
}

const failOn = (bad: string) => (envelope: Envelope) =>
  envelope.key === bad
    ? Promise.reject(new AppError('table_unavailable', 'down'))
    : Promise.resolve([{ kind: 'duplicate' as const }])

describe('a batch of the inbound queue', () => {
  it('stops the failed group only, holds back what follows there, and nothing overtakes', async () => {
    const { deps, seen } = createDeps(failOn('a2'))
    const reports = await ingestBatch(deps, [
      delivery('a', 'a1'),
      delivery('b', 'b1'),
      delivery('a', 'a2', { receiveCount: 3 }),
      delivery('a', 'a3'),
      delivery('b', 'b2'),
    ])
    expect(new Map(reports.map(({ messageId, kind }) => [messageId, kind]))).toEqual(
      new Map([
        ['a-a1', 'done'],
        ['a-a2', 'failed'],
        ['a-a3', 'held_back'],
        ['b-b1', 'done'],
        ['b-b2', 'done'],
      ]),
    )
    expect(seen.ingested).not.toContain('a3')
    expect(seen.postponed).toEqual(['a-a2 5', 'a-a3 5'])
  })

  it.each([
    [1, 1],
    [2, 2],
    [7, 60],
    [300, 60],
  ])('waits after receive %i for %i seconds', async (receiveCount, seconds) => {
    const { deps, seen } = createDeps(failOn('x'))
    await ingestBatch(deps, [delivery('g', 'x', { receiveCount })])
    expect(seen.postponed).toEqual([`g-x ${seconds}`])
  })

  it('gives up by age, never by the number of tries', async () => {
    const { deps, seen } = createDeps(failOn('old'))
    const sixHoursAgo = new Date(now.getTime() - 6 * 3_600_000 - 1)
    const [young] = await ingestBatch(deps, [delivery('g', 'old', { receiveCount: 999 })])
    const [old] = await ingestBatch(deps, [delivery('g', 'old', { sentAt: sixHoursAgo })])
    expect([young?.kind, old?.kind]).toEqual(['failed', 'gave_up'])
    expect(seen.gaveUp).toEqual(['g-old'])
  })

  it('closes the gap of a dead letter that came back, and not of one that fails again: this guarantees that the log says what it misses', async () => {
    const { deps, seen } = createDeps(failOn('bad'))
    await ingestBatch(deps, [
      delivery('g', 'good', { gapOf: 'cnv_1' }),
      delivery('g', 'usual'),
      delivery('g', 'bad', { gapOf: 'cnv_1' }),
    ])
    expect(seen.closed).toEqual(['good of cnv_1'])
  })

  it('keeps trying when even giving up fails', async () => {
    const { deps } = createDeps(failOn('old'))
    const broken = { ...deps, giveUp: () => Promise.reject(new AppError('table_unavailable', 'down')) }
    const [report] = await ingestBatch(broken, [delivery('g', 'old', { sentAt: new Date(0) })])
    expect(report?.kind).toBe('failed')
  })

  it.each([['not json'], ['{}'], ['null']])(
    'keeps a body that no webhook function wrote in quarantine: %s',
    async (body) => {
      const { deps, seen } = createDeps(failOn('x'))
      const [report] = await ingestBatch(deps, [delivery('g', 'x', { body })])
      expect(report?.kind).toBe('done')
      expect(seen.kept).toEqual(['envelope_invalid'])
    },
  )

  it('replaces half a character, which the table cannot hold', async () => {
    let payload: unknown
    const { deps } = createDeps((envelope) => {
      payload = envelope.payload
      return Promise.resolve([])
    })
    const original = delivery('g', 'x')
    const body = original.body.replace('"payload":{}', String.raw`"payload":{"text":"a\ud83d b\ud83d\ude00"}`)
    await ingestBatch(deps, [{ ...original, body }])
    expect(payload).toEqual({ text: 'a\ufffd b😀' })
  })
})
