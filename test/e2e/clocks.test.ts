import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CALM_RECEIPTS, openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

/** Far below the minute that the sweep would take. How late breaches are on a quiet machine is the benchmark's to say. */
const LATE_MS_MAX = 10_000
const TIMEOUT_MS = 180_000
const HURRIED = { channel: 'whatsapp', visibility: 'private' } as const
const CALM = { channel: 'sms', visibility: 'private' } as const

type BusEvent = {
  'detail-type': string
  detail: { id: string; conversationId: string | null; occurredAt: string; data: Record<string, unknown> }
}

let inbox: TestInbox
let desk: ReplyDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  const policies = [
    { id: 'sms-seconds', selector: { channel: 'sms' }, targets: { first_response: 'PT15S' } },
    {
      id: 'whatsapp-seconds',
      selector: { channel: 'whatsapp' },
      targets: { first_response: 'PT5S', next_response: 'PT5S' },
      actions: [
        { on: 'warning' as const, do: { addTag: 'hurry' } },
        { on: 'breach' as const, do: { setPriority: 'urgent' as const } },
        { on: 'breach' as const, do: { notify: true as const } },
      ],
    },
  ]
  const { response } = await inbox.api.PUT('/v1/sla-policies', { body: { policies } })
  expect(response.status).toBe(200)
})
afterAll(() => inbox.stop())

/** What the bus carried of a conversation's clocks, each event once. */
async function clockEvents(conversationId: string, type = 'sla.'): Promise<BusEvent[]> {
  const { data } = await inbox.get<{ data: BusEvent[] }>('/local/events')
  const own = data.filter(
    (event) => event.detail.conversationId === conversationId && event['detail-type'].startsWith(type),
  )
  return [...new Map(own.map((event) => [event.detail.id, event])).values()]
}

const typesOf = (events: BusEvent[]): string[] => events.map((event) => event['detail-type']).toSorted()

function lateMs({ detail }: BusEvent, instant: 'breachedAt' | 'warnedAt'): number {
  return Date.parse(detail.occurredAt) - Date.parse(String(detail.data[instant]))
}

async function waitFor(conversationId: string, type: string): Promise<BusEvent> {
  const [event] = await inbox.eventually(
    () => clockEvents(conversationId, type),
    (events) => events.length > 0,
  )
  if (event === undefined) throw new Error(`${type} never came`)
  return event
}

describe('a policy of seconds: this guarantees that', () => {
  it(
    'who waits for longer is announced without waiting for the sweep, once, and the policy acts',
    { timeout: TIMEOUT_MS },
    async () => {
      const { id } = await desk.customerWrites(HURRIED)
      const breached = await waitFor(id, 'sla.breached')
      const [warning] = await clockEvents(id, 'sla.warning')
      expect(lateMs(breached, 'breachedAt')).toBeLessThanOrEqual(LATE_MS_MAX)
      expect(lateMs(breached, 'breachedAt')).toBeGreaterThanOrEqual(0)
      expect(lateMs(warning as BusEvent, 'warnedAt')).toBeLessThanOrEqual(LATE_MS_MAX)
      expect(breached.detail.data).toMatchObject({
        metric: 'first_response',
        policyId: 'whatsapp-seconds',
        instance: 1,
      })
      await waitFor(id, 'conversation.action_taken')
      const { data } = await inbox.api.GET('/v1/conversations/{id}', { params: { path: { id } } })
      expect(data).toMatchObject({ priority: 'urgent', tags: ['hurry'], sla: { state: 'breached' } })
      // A late answer is recorded as late, and nothing is told twice.
      await desk.post(id, { text: 'Sorry!' })
      const fulfilled = await waitFor(id, 'sla.fulfilled')
      expect(fulfilled.detail.data).toMatchObject({ withinTarget: false })
      expect(typesOf(await clockEvents(id))).toEqual([
        'sla.breached',
        'sla.fulfilled',
        'sla.started',
        'sla.warning',
      ])
    },
  )

  it('an answer in time fulfils, and nothing breaches', { timeout: TIMEOUT_MS }, async () => {
    const { id } = await desk.customerWrites(CALM)
    await desk.post(id, { text: 'Here I am.' })
    const fulfilled = await waitFor(id, 'sla.fulfilled')
    expect(fulfilled.detail.data).toMatchObject({ withinTarget: true })
    const dueAt = Date.parse(String(fulfilled.detail.data['dueAt']))
    await inbox.eventually(
      () => Promise.resolve(Date.now()),
      (now) => now > dueAt + 2_000,
    )
    expect(typesOf(await clockEvents(id))).toEqual(['sla.fulfilled', 'sla.started'])
  })

  it(
    'an answer that fails later is revoked, and the breach is dated when it was due',
    { timeout: TIMEOUT_MS },
    async () => {
      const { id } = await desk.customerWrites(CALM)
      await desk.control('PUT', 'receipts', { ...CALM_RECEIPTS, delayMs: 5_000 })
      await desk.fault('sms', { code: 30003, failLater: true, times: 1 })
      await desk.post(id, { text: 'It will not arrive.' })
      const fulfilled = await waitFor(id, 'sla.fulfilled')
      expect(fulfilled.detail.data).toMatchObject({ withinTarget: true })
      const revoked = await waitFor(id, 'sla.fulfilment_revoked')
      expect(revoked.detail.data).toMatchObject({ reason: 'failed', metric: 'first_response', instance: 1 })
      const breached = await waitFor(id, 'sla.breached')
      expect(breached.detail.data['breachedAt']).toBe(fulfilled.detail.data['dueAt'])
      expect(typesOf(await clockEvents(id))).toEqual([
        'sla.breached',
        'sla.fulfilled',
        'sla.fulfilment_revoked',
        'sla.started',
        // As if it had never been answered: what would have been told by then is.
        'sla.warning',
      ])
    },
  )
})
