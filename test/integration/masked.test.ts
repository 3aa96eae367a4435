import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EntryView, toEntryView } from '../../shared/app/entry-view.ts'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import { EVENTS } from '../../shared/domain/events.ts'
import type { Identity } from '../../shared/domain/identity.ts'
import { toEntryEvents } from '../../shared/domain/to-events.ts'
import {
  createScriptedIngest,
  type ScriptedIngest,
  toComment,
  toEdit,
  toMessage,
  toOwnReply,
  toParty,
} from '../support/create-scripted-ingest.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const identity: Identity = { channel: 'whatsapp', scope: '-', externalId: '+1555' }
const customer = toParty(identity)
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 9, 59, second)).toISOString()

let dynoxide: Dynoxide
let inbox: ScriptedIngest
let tables = 0

beforeAll(async () => {
  dynoxide = await startDynoxide()
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  inbox = createScriptedIngest(await dynoxide.createInboxTable(`masked${++tables}`))
})

/** What a client of the API and a consumer of the entry's events read. */
async function told(entry: MessageEntry | undefined): Promise<{ view: unknown; events: unknown[] }> {
  if (entry === undefined) throw new Error('no entry')
  const conversation = await inbox.store.conversation(entry.conversationId, 'consistent')
  if (conversation === null) throw new Error('no conversation')
  const view = EntryView.parse(toEntryView(entry))
  const revisions = Array.from({ length: entry.revision }, (_, index) => index + 1)
  const events = revisions.flatMap((revision) => toEntryEvents(conversation, entry, revision, 'include'))
  for (const { type, detail } of events) EVENTS[type].data.parse(detail.data)
  return {
    view: view.kind === 'message' ? view.masked : undefined,
    events: events
      .filter(({ type }) => type.startsWith('message.'))
      .map(({ detail }) => detail.data['masked']),
  }
}

describe('a message that was masked', () => {
  it('this guarantees that it says so to clients and consumers, and another says nothing', async () => {
    await inbox.ingest([toMessage('m1', customer)], { masked: ['card', 'iban'] })
    await inbox.ingest([toMessage('m2', customer)])
    const [masked, plain] = await inbox.readLog(identity)
    expect(await told(masked)).toEqual({ view: ['card', 'iban'], events: [['card', 'iban']] })
    expect(await told(plain)).toEqual({ view: undefined, events: [undefined] })
  })

  it('this guarantees that after an edit it says what stands there now, and its first event what stood there', async () => {
    await inbox.ingest([toMessage('m1', customer)], { masked: ['card'] })
    await inbox.ingest([toEdit('m1', 'nothing', at(10))])
    const [edited] = await inbox.readLog(identity)
    expect(await told(edited)).toEqual({ view: undefined, events: [['card'], undefined] })
    await inbox.ingest([toEdit('m1', 'again', at(20))], { masked: ['iban'] })
    const [again] = await inbox.readLog(identity)
    expect(await told(again)).toEqual({ view: ['iban'], events: [['card'], undefined, ['iban']] })
  })

  it('this guarantees that an edit and an own reply that came first say it too', async () => {
    const author = toParty({ ...identity, scope: 'page:feed' })
    await inbox.ingest([toEdit('c1', 'edited', at(10))], { masked: ['card'] })
    await inbox.ingest([toOwnReply('r1', 'c1', at(20))], { masked: ['iban'] })
    const [stored] = await inbox.ingest([toComment('c1', author, 'post', 'post')])
    const [comment, reply] = await inbox.readEntries(stored?.kind === 'stored' ? stored.conversationId : '')
    expect(await told(comment)).toEqual({ view: ['card'], events: [undefined, ['card']] })
    expect(await told(reply)).toEqual({ view: ['iban'], events: [['iban']] })
  })

  it('this guarantees that one which was taken back says nothing more', async () => {
    await inbox.ingest([toMessage('m1', customer)], { masked: ['card'] })
    await inbox.ingest([{ kind: 'removal', target: 'm1', by: 'contact', at: at(30) }])
    const [removed] = await inbox.readLog(identity)
    expect(await told(removed)).toEqual({ view: undefined, events: [undefined, undefined] })
  })
})
