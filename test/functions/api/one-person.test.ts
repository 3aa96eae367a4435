import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Envelope } from '../../../shared/domain/envelope.ts'
import type { Identity } from '../../../shared/domain/identity.ts'
import { toContactId } from '../../../shared/domain/ids.ts'
import type { InboundMessage } from '../../../shared/domain/inbound.ts'
import {
  createScriptedIngest,
  type ScriptedIngest,
  toMessage,
  toParty,
} from '../../support/create-scripted-ingest.ts'
import { type Answer, type Api, startApi } from './api-harness.ts'

const messenger = { channel: 'facebook', scope: '4711', externalId: 'psid-1' }
const commenter = { channel: 'facebook', scope: '4711:feed', externalId: 'author-1' }
const phone = { channel: 'sms', scope: '-', externalId: '+15550001' }
const page = { id: '4711', name: 'Shop' }
const number = { id: '+15559999', name: null }

let api: Api
let inbox: ScriptedIngest
let minute = 0

beforeAll(async () => {
  api = await startApi()
  inbox = createScriptedIngest(api.table)
})
afterAll(() => api.stop())

async function receive(event: InboundMessage, envelope: Partial<Envelope>): Promise<void> {
  const receivedAt = new Date(Date.UTC(2026, 0, 1, 10, ++minute)).toISOString()
  await inbox.ingest([event], { ...envelope, receivedAt })
}

const writeToPage = (text: string): Promise<void> =>
  receive(toMessage(text, toParty(messenger)), { channel: 'facebook', account: page })
const sendSms = (text: string): Promise<void> =>
  receive(toMessage(text, toParty(phone)), { channel: 'sms', provider: 'twilio', account: number })
const comment = (text: string): Promise<void> => {
  const party = toParty(commenter)
  const thread = { visibility: 'public', party, root: 'post-1', parent: 'post-1', subject: 'Lamps' } as const
  return receive({ ...toMessage(text, party), thread }, { channel: 'facebook', account: page })
}

const idOf = (identity: Identity): string => toContactId(identity)
const timelineOf = (identity: Identity): Promise<Answer> =>
  api.get(`/v1/contacts/${idOf(identity)}/timeline?order=asc`)
const linesOf = ({ body }: Answer): unknown[] => body.data.map((line) => line['text'] ?? line['type'])
const conversationsOf = async (identity: Identity): Promise<unknown[]> =>
  (await api.get(`/v1/contacts/${idOf(identity)}`)).body.conversations

it('this guarantees that a writer, a commenter and a texter are three until merged, then one, and after unmerging three as before', async () => {
  await writeToPage('Do you have the lamp?')
  await comment('Nice lamp!')
  await sendSms('Lamp?')
  await writeToPage('In blue?')
  const own = [['Do you have the lamp?', 'In blue?'], ['Nice lamp!'], ['Lamp?']]
  const people = [messenger, commenter, phone]
  for (const [index, person] of people.entries()) {
    expect(linesOf(await timelineOf(person))).toEqual(own[index])
    expect(await conversationsOf(person)).toHaveLength(1)
  }
  const before = await Promise.all(people.map(async (person) => (await timelineOf(person)).body.data))

  for (const from of [commenter, phone]) {
    const ids = { into: idOf(messenger), from: idOf(from) }
    expect((await api.post('/v1/contacts/merge', ids)).status).toBe(200)
  }
  await comment('And the red one?')
  await sendSms('Hello?')
  const written = ['Do you have the lamp?', 'Nice lamp!', 'Lamp?', 'In blue?', 'And the red one?', 'Hello?']
  for (const person of people) {
    const answer = await timelineOf(person)
    const messages = answer.body.data.filter(({ kind }) => kind === 'message')
    expect(messages.map(({ text }) => text)).toEqual(written)
    expect(linesOf(answer).filter((line) => line === 'contact.merged')).toHaveLength(4)
    expect(await conversationsOf(person)).toHaveLength(3)
  }
  const { body } = await timelineOf(phone)
  const places = body.data.flatMap(({ conversation }) => (conversation === null ? [] : [conversation]))
  const ofPage = { channel: 'facebook', account: page }
  const ofNumber = { channel: 'sms', visibility: 'private', account: number }
  expect(places).toMatchObject([
    { ...ofPage, visibility: 'private' },
    { ...ofPage, visibility: 'public' },
    ofNumber,
    { ...ofPage, visibility: 'private' },
    { ...ofPage, visibility: 'public' },
    ofNumber,
  ])

  for (const person of [commenter, phone]) {
    expect((await api.post(`/v1/contacts/${idOf(person)}/unmerge`)).status).toBe(200)
  }
  const later = [[], ['And the red one?'], ['Hello?']]
  for (const [index, person] of people.entries()) {
    const { data } = (await timelineOf(person)).body
    const entries = data.filter(({ conversation }) => conversation !== null)
    expect(entries.slice(0, before[index]?.length)).toEqual(before[index])
    expect(entries.map(({ text }) => text)).toEqual([...(own[index] ?? []), ...(later[index] ?? [])])
    const activities = data.flatMap(({ conversation, type }) => (conversation === null ? [type] : []))
    const times = index === 0 ? 2 : 1
    expect(activities).toEqual([
      ...Array.from({ length: times }, () => 'contact.merged'),
      ...Array.from({ length: times }, () => 'contact.unmerged'),
    ])
    expect(await conversationsOf(person)).toHaveLength(1)
  }
})
