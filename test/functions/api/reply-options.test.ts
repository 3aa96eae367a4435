import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, startApi } from './api-harness.ts'
import { createCustomer, hoursAgo, type Place } from './reply-data.ts'

let api: Api
let created = 0

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const ALL = ['human', 'ai', 'automation']

async function read(
  place: Place,
): Promise<{ options: Option[]; closed: { kind: string; code: string; reason: string }[] }> {
  const { conversation } = await createCustomer(api, ++created, place)
  const { status, body } = await api.get(`/v1/conversations/${conversation.id}/reply-options`)
  expect(status).toBe(200)
  // Only what everybody can read may go on elsewhere.
  expect(body['handoffTargets']).toHaveLength(place.visibility === 'public' ? 4 : 0)
  return body as never
}
type Option = { kind: string; allowedFor: string[]; until: string | null; limits: object; prices: object[] }

const MINUTE_MS = 60_000

const kindsOf = (list: { kind: string }[]): string[] => list.map(({ kind }) => kind)

/** The customer was made a moment before. */
function expectNear(time: string | null | undefined, wanted: string): void {
  expect(Math.abs(Date.parse(time ?? '') - Date.parse(wanted))).toBeLessThan(MINUTE_MS)
}

describe('GET /v1/conversations/{id}/reply-options', () => {
  it('this guarantees that inside the window everybody may write, until it closes, within the limits', async () => {
    const { options, closed } = await read({ channel: 'whatsapp', wroteHoursAgo: 1 })
    expect(closed).toEqual([])
    expect(kindsOf(options)).toEqual(['text', 'attachment', 'quick_replies', 'template'])
    expect(options[0]).toMatchObject({
      allowedFor: ALL,
      limits: { textMaxChars: 4096, textCounting: 'utf16' },
    })
    expectNear(options[0]?.until, hoursAgo(-23))
    expect(options[1]).toMatchObject({ limits: { textMaxChars: 1024, attachments: { max: 1 } } })
    expect(options[2]).toMatchObject({ limits: { textMaxChars: 1024, quickRepliesMax: 3 } })
    expect(options[3]).toMatchObject({ allowedFor: ALL, until: null })
  })

  it('this guarantees that after it the reasons name what is still possible', async () => {
    const { options, closed } = await read({ channel: 'whatsapp', wroteHoursAgo: 30 })
    expect(kindsOf(options)).toEqual(['template'])
    expect(closed.map(({ kind, code }) => [kind, code])).toEqual([
      ['text', 'window_closed'],
      ['attachment', 'window_closed'],
      ['quick_replies', 'window_closed'],
    ])
    expect(closed[0]?.reason).toContain('template')
  })

  it('this guarantees that on Messenger a person has seven days, and only a person', async () => {
    const { options, closed } = await read({ channel: 'facebook', wroteHoursAgo: 30 })
    expect(options).toMatchObject([{ kind: 'human_agent_text', allowedFor: ['human'] }])
    expectNear(options[0]?.until, hoursAgo(30 - 168))
    expect(kindsOf(closed)).toEqual(['text', 'attachment', 'quick_replies'])
    expect((await read({ channel: 'facebook', wroteHoursAgo: 169 })).options).toEqual([])
  })

  it('this guarantees that a public reply says what it costs and how it is counted', async () => {
    const { options } = await read({ channel: 'twitter', visibility: 'public' })
    expect(options).toMatchObject([
      { kind: 'text', until: null, limits: { textMaxChars: 280, textCounting: 'weighted' } },
      { kind: 'attachment', until: null, limits: { textMaxChars: 280, attachments: { max: 4 } } },
    ])
    expect(options[0]?.prices).toContainEqual({ of: 'post with a link', usd: '0.20' })
  })

  it.each<[string, Place]>([
    ['recipient_opted_out', { channel: 'sms', optOut: 'all' }],
    ['provider_unsupported', { channel: 'sms', changes: { provider: 'pigeon' } }],
    ['reply_target_gone', { channel: 'facebook', visibility: 'public', entry: { hiddenAt: hoursAgo(0) } }],
  ])('%s: this guarantees that everything is closed for that reason', async (code, place) => {
    const { options, closed } = await read(place)
    expect(options).toEqual([])
    expect([...new Set(closed.map((each) => each.code))]).toEqual([code])
  })

  it('this guarantees that an opt-out of marketing alone closes nothing', async () => {
    expect((await read({ channel: 'whatsapp', optOut: 'marketing' })).closed).toEqual([])
  })

  it('this guarantees that nothing is said of a conversation that is not there', async () => {
    const { status } = await api.get(`/v1/conversations/cnv_${'c'.repeat(26)}/reply-options`)
    expect(status).toBe(404)
  })
})
