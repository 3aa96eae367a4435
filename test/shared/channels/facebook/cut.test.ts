import { describe, expect, it } from 'vitest'
import {
  AUTHOR,
  changes,
  COMMENT,
  type Item,
  messaging,
  MID,
  PAGE,
  POST,
  PSID,
  REVIEW,
  TIME,
  toBody,
  toChange,
  toComment,
  toEntry,
  toItem,
  toTextItem,
} from '../../../../shared/channels/facebook/wire-fixtures.ts'
import { receive, sign } from './facebook-requests.ts'

function cut(body: string | Uint8Array) {
  return receive(sign(body))
}

function reasonsOf(body: string | Uint8Array): string[] {
  const { envelopes, uncut } = cut(body)
  expect(envelopes).toEqual([])
  return uncut.map(({ reason }) => reason)
}

describe('cut: places', () => {
  it('this guarantees that every item and change of every entry and list is cut, in order', () => {
    const { envelopes, uncut } = cut(
      toBody(
        { ...toEntry({ messaging: [toTextItem({ mid: 'm_1' }), toTextItem({ mid: 'm_2' })] }) },
        { ...toEntry({ standby: [toTextItem({ mid: 'm_3' })], changes: [toComment()] }) },
        { ...toEntry({ messaging: [toTextItem({ mid: 'm_4' })] }), id: '770000000000011' },
      ),
    )
    expect(uncut).toEqual([])
    expect(envelopes.map(({ account, key }) => [account.id, key])).toEqual([
      [PAGE, 'message:m_1'],
      [PAGE, 'message:m_2'],
      [PAGE, 'message:m_3'],
      [PAGE, `feed:comment:${COMMENT}:add:${TIME}`],
      ['770000000000011', 'message:m_4'],
    ])
  })

  it.each<[string, Item[]]>([
    ['no entry', []],
    ['an entry of id and time alone', [{ id: PAGE, time: TIME }]],
    ['empty lists', [toEntry({ messaging: [], changes: null })]],
  ])('this guarantees that a body of %s is taken and says nothing', (_, entries) => {
    expect(cut(toBody(...entries))).toMatchObject({ envelopes: [], uncut: [] })
  })

  it.each<[string, string | Uint8Array]>([
    ['unexpected_object', JSON.stringify({ object: 'instagram', entry: [toEntry({})] })],
    ['unexpected_shape', JSON.stringify({ object: 'page', entry: {} })],
    ['entry_malformed', toBody({ messaging: [toTextItem()] })],
    ['entry_malformed', toBody('entry')],
    ['entry_unknown', toBody(toEntry({ changed_fields: ['feed'] }))],
    ['list_malformed', toBody(toEntry({ messaging: toTextItem() }))],
    ['item_malformed', messaging('item')],
    ['change_malformed', changes({ value: {} })],
    ['invalid_json', '{"object":"page"'],
  ])('this guarantees that %s is kept whole for a person to see (%#)', (reason, body) => {
    expect(reasonsOf(body)).toEqual([reason])
  })

  it('this guarantees that what is kept can be cut again and names its Page', () => {
    const [piece] = cut(messaging('item', toTextItem())).uncut
    expect(JSON.parse(Buffer.from(piece?.bytes ?? []).toString())).toEqual({
      object: 'page',
      entry: [{ id: PAGE, time: TIME, messaging: ['item'] }],
    })
  })

  it('this guarantees that an item which the console’s test sends as a change is an item', () => {
    const { envelopes, events } = cut(changes(toChange('messages', toTextItem())))
    expect(envelopes[0]).toMatchObject({ key: `message:${MID}`, group: PSID })
    expect(events[0]).toMatchObject([{ kind: 'message', text: 'Is my bike ready?' }])
  })
})

describe('cut: ids', () => {
  it('this guarantees that ids written as numbers are text, also where a number cannot hold them', () => {
    const body =
      '{"object":"page","entry":[{"id":770000000000010,"time":1,"messaging":[{"sender":{"id":24123456789012345},' +
      '"recipient":{"id":770000000000010},"timestamp":1795000000000,"message":{"mid":"m_1","text":"hi"}}]}]}'
    const { envelopes, events } = cut(body)
    expect(envelopes[0]).toMatchObject({ account: { id: PAGE }, group: '24123456789012345' })
    expect(events[0]).toMatchObject([
      { thread: { party: { identities: [{ scope: PAGE, externalId: '24123456789012345' }] } } },
    ])
  })

  it('this guarantees that authors and comments written as long numbers keep every digit', () => {
    const text = Buffer.from(changes(toComment({ from: undefined, sender_id: 'X' }))).toString()
    const { events } = cut(text.replace('"X"', '29876543210987655'))
    expect(events[0]).toMatchObject([
      { thread: { party: { identities: [{ externalId: '29876543210987655' }] } } },
    ])
  })
})

describe('cut: keys and groups', () => {
  function keyOf(body: Uint8Array): string | undefined {
    return cut(body).envelopes[0]?.key
  }

  it.each<[string, Item, string]>([
    ['a message', { message: { mid: MID, text: 'x' } }, `message:${MID}`],
    ['an unsent message', { message: { mid: MID, is_deleted: true } }, `removal:${MID}`],
    ['an edit', { message_edit: { mid: MID, text: 'x', num_edit: 2 } }, `edit:${MID}:2`],
    ['a press', { postback: { mid: MID, payload: 'x' } }, `postback:${MID}`],
    ['a read mark', { read: { watermark: 1795000000000 } }, `read:${PSID}:1795000000000`],
    [
      'a reaction',
      { reaction: { mid: MID, action: 'react', emoji: '❤' } },
      `reaction:${MID}:${PSID}:react:1795000000000`,
    ],
  ])('this guarantees that %s is known by its ids', (_, event, key) => {
    expect(keyOf(messaging(toItem(event)))).toBe(key)
  })

  it('this guarantees that a message and its unsending, and two presses without ids, are different things', () => {
    const press = (timestamp: number) =>
      keyOf(messaging({ ...toItem({ postback: { payload: 'x' } }), timestamp }))
    expect(press(TIME * 1000)).toMatch(/^postback:[\w-]{43}$/)
    expect(press(TIME * 1000)).toBe(press(TIME * 1000))
    expect(press(TIME * 1000 + 1)).not.toBe(press(TIME * 1000))
  })

  it.each<[string, Item]>([
    ['an edit back to earlier words', { verb: 'edited', message: 'A' }],
    ['a second hiding', { verb: 'hide' }],
    ['a second removal', { verb: 'remove', message: undefined, created_time: undefined }],
    ['a like after it was taken back', { item: 'like', message: undefined }],
  ])('this guarantees that %s is no repeat of the first, and a repeat is one', (_, value) => {
    const keyAt = (time: number) => keyOf(toBody({ ...toEntry({ changes: [toComment(value)] }), time }))
    expect(keyAt(TIME)).toBe(keyAt(TIME))
    expect(keyAt(TIME + 5)).not.toBe(keyAt(TIME))
  })

  it('this guarantees that a comment is one, whenever the platform tells of it', () => {
    const keyAt = (time: number) => keyOf(toBody({ ...toEntry({ changes: [toComment()] }), time }))
    expect(keyAt(TIME + 5)).toBe(keyAt(TIME))
  })

  it('this guarantees that two edits in a second and another’s like are not taken for repeats', () => {
    const keyAt = (time: number, value: Item) =>
      keyOf(toBody({ ...toEntry({ changes: [toComment(value)] }), time }))
    const edit = { verb: 'edited', message: 'A' }
    expect(keyAt(TIME, { ...edit, message: 'B' })).not.toBe(keyAt(TIME, edit))
    const like = { item: 'like', message: undefined }
    expect(keyAt(TIME, { ...like, from: { id: '1' } })).not.toBe(keyAt(TIME, { ...like, from: { id: '2' } }))
  })

  it.each<[string, Uint8Array, string]>([
    ['a customer’s message', messaging(toTextItem()), PSID],
    [
      'an echo',
      messaging({ ...toTextItem({ is_echo: true }), sender: { id: PAGE }, recipient: { id: PSID } }),
      PSID,
    ],
    ['a comment', changes(toComment()), POST],
    ['a reply to a comment', changes(toComment({ comment_id: '5_9', parent_id: COMMENT })), POST],
    [
      'a like of a comment without its post',
      changes(toChange('feed', { item: 'like', verb: 'add', comment_id: '5_9' })),
      `${PAGE}_5`,
    ],
    ['a review', changes(toChange('ratings', REVIEW)), '500000000000009'],
    [
      'a policy decision',
      messaging({ recipient: { id: PAGE }, policy_enforcement: { action: 'block' } }),
      PAGE,
    ],
  ])('this guarantees that %s stays in order with its thread', (_, body, group) => {
    expect(cut(body).envelopes[0]?.group).toBe(group)
  })

  it('this guarantees that names of authors do not decide who they are', () => {
    const [event] = cut(changes(toComment())).events[0] ?? []
    expect(event).toMatchObject({
      thread: {
        party: { identities: [{ scope: `${PAGE}:feed`, externalId: AUTHOR }], name: 'Ada Beispiel' },
      },
    })
  })
})
