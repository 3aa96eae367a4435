import { describe, expect, it } from 'vitest'
import { findChannel } from '../../../shared/channels/registry.ts'
import type { LookUpOutcome, OutgoingMessage } from '../../../shared/channels/sender.ts'

const ATTEMPTED_AT = '2026-03-01T12:00:00.000Z'
const ACCOUNT = '100'

const MESSAGE: OutgoingMessage = {
  id: 'msg_1',
  account: ACCOUNT,
  visibility: 'private',
  recipient: { channel: 'any', scope: '-', externalId: '200' },
  replyTo: null,
  root: null,
  text: 'Good  morning\n',
  files: [],
  quickReplies: [],
  template: null,
  rule: 'standard',
  privateReplyTo: null,
  messageLink: null,
  statusUrl: 'https://inbox.example.com',
}

type Listed = { id: string; text: string; at: string }

/** Newest first, as every one of them answers. */
const LISTS: Record<
  string,
  { channel: string; provider: string; toBody: (list: Listed[], more: boolean) => object }
> = {
  'comments of a Page': {
    channel: 'facebook',
    provider: 'meta',
    toBody: (list, more) => ({
      data: list.map(({ id, text, at }) => ({ id, message: text, created_time: at, from: { id: ACCOUNT } })),
      paging: more ? { next: 'https://graph.facebook.com/next' } : {},
    }),
  },
  'direct messages': {
    channel: 'twitter',
    provider: 'x',
    toBody: (list, more) => ({
      data: list.map(({ id, text, at }) => ({ id, text, sender_id: ACCOUNT, created_at: at })),
      meta: { result_count: list.length, ...(more ? { next_token: 'next' } : {}) },
    }),
  },
  'messages of Twilio': {
    channel: 'sms',
    provider: 'twilio',
    toBody: (list, more) => ({
      messages: list.map(({ id, text, at }) => ({
        sid: id,
        body: text,
        direction: 'outbound-api',
        date_created: new Date(at).toUTCString(),
      })),
      next_page_uri: more ? '/next' : null,
    }),
  },
}

describe.each(Object.entries(LISTS))('a look-up among %s', (_name, { channel, provider, toBody }) => {
  const read = (list: Listed[], more = false): LookUpOutcome | undefined =>
    findChannel(channel)?.senders[provider]?.lookUp?.readAnswer(
      { kind: 'https', status: 200, headers: {}, body: JSON.stringify(toBody(list, more)) },
      MESSAGE,
      ATTEMPTED_AT,
    )
  const other = { id: '9', text: 'Something else', at: '2026-03-01T12:05:00Z' }
  const before = { ...other, id: '8', at: '2026-03-01T11:00:00Z' }

  it('whose page ends before it reaches the attempt: this guarantees that what lies behind is not called missing', () => {
    expect(read([other], true)).toEqual({ kind: 'unclear' })
    expect(read([other, before], true)).toEqual({ kind: 'not_found' })
    expect(read([other], false)).toEqual({ kind: 'not_found' })
  })

  it('of a text that the platform trimmed: this guarantees that it is found', () => {
    const trimmed = { id: '7', text: 'Good morning', at: '2026-03-01T12:00:01Z' }
    expect(read([other, trimmed])).toEqual({ kind: 'sent', providerId: '7' })
  })

  it('that finds the words twice: this guarantees that the first of them is it', () => {
    const first = { id: '6', text: 'Good morning', at: '2026-03-01T12:00:01Z' }
    const later = { ...first, id: '7', at: '2026-03-01T12:03:00Z' }
    expect(read([later, first])).toEqual({ kind: 'sent', providerId: '6' })
  })
})
