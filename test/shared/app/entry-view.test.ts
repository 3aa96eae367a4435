import { describe, expect, it } from 'vitest'
import { EntryView, toEntryView } from '../../../shared/app/entry-view.ts'
import type { ActivityEntry, Attachment, NoteEntry } from '../../../shared/domain/entry.ts'
import { parseEntryId } from '../../../shared/domain/ids.ts'
import { conversationOf, messageOf } from '../../functions/api/api-data.ts'

const message = messageOf(conversationOf(1), 3)
const { conversationId, seq, revision, at, actor, causationId, caused, changes } = message
const shared = { conversationId, seq, revision, at, actor, causationId, caused, changes }
const visible = { id: expect.any(String), conversationId, seq, revision, at, actor }

describe('the view of an entry', () => {
  it('this guarantees that a note is its text', () => {
    const note: NoteEntry = { ...shared, kind: 'note', text: 'call back' }
    expect(EntryView.parse(toEntryView(note))).toEqual({ ...visible, kind: 'note', text: 'call back' })
  })

  it('this guarantees that an activity is the type and data of its event', () => {
    const activity: ActivityEntry = {
      ...shared,
      kind: 'activity',
      type: 'conversation.reopened',
      data: { from: 'closed', session: 2 },
    }
    expect(EntryView.parse(toEntryView(activity))).toEqual({
      ...visible,
      kind: 'activity',
      type: 'conversation.reopened',
      data: { from: 'closed', session: 2 },
    })
  })

  it('this guarantees that an entry id says where the entry is', () => {
    expect(parseEntryId(toEntryView(message).id)).toEqual({ conversationId, seq: 3 })
  })

  it.each([
    ['pending', null],
    ['failed', null],
    ['stored', 'https://inbox.example.com/a'],
  ] as const)('%s: this guarantees that a file has a link only once it is stored', (status, url) => {
    const attachment: Attachment = {
      id: 'att_1',
      type: 'image',
      name: 'a.jpg',
      mimeType: 'image/jpeg',
      sizeBytes: 3,
      providerMediaId: 'm',
      providerUrl: 'https://platform.example.com/a',
      digest: null,
      voice: false,
      status,
      url: 'https://inbox.example.com/a',
    }
    const view = toEntryView({ ...message, attachments: [attachment] })
    expect(view.kind === 'message' && view.attachments[0]?.url).toBe(url)
    expect(JSON.stringify(view)).not.toContain('platform.example.com')
  })

  it('this guarantees that an agent sees the ad a customer came from, and that a message is hidden', () => {
    const referral = { source: 'ad', sourceId: '7', url: null, headline: 'New lamp', ref: 'spring' }
    const view = toEntryView({ ...message, referral, hiddenAt: at })
    expect(EntryView.parse(view)).toMatchObject({ referral, hiddenAt: at })
  })

  it('this guarantees that a removed message keeps its place and its error its code', () => {
    const error = { code: 'window_closed', providerCode: '131047', title: 'Too late' }
    const view = toEntryView({ ...message, text: null, removedAt: at, status: 'failed', error })
    expect(EntryView.parse(view)).toMatchObject({ text: null, removedAt: at, error })
  })
})
