import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { createUnitOfWork } from '../../shared/app/unit-of-work.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import { createApiUnderTest, type ListPage } from '../bench/api-under-test.ts'
import { conversationOf, minutesAfterNoon } from '../functions/api/api-data.ts'
import { clocksOf } from '../support/clocks-of.ts'
import { type Dynoxide, startDynoxide } from '../support/start-dynoxide.ts'

const SHARDS = 4
const COUNT = 80

/** What is due lies in the past for a third, and several are due at the same instant. */
const dueAtOf = (n: number): string => minutesAfterNoon((((n * 37) % COUNT) - COUNT / 3) >> 1)

/** One in four runs, has warned, is overdue; of the rest nothing is due: paused, answered, or never measured. */
function createMeasured(n: number): Conversation {
  const dueAt = dueAtOf(n)
  const tags = n % 9 === 0 ? ['rare'] : []
  const kinds: Conversation['sla'][] = [
    clocksOf({ dueAt }),
    clocksOf({ dueAt, warned: ['80%'] }),
    clocksOf({ dueAt, breachedAt: dueAt }),
    clocksOf({ dueAt: null, since: null, metric: 'resolution' }),
    clocksOf(null, { last: { metric: 'first_response', state: 'met', dueAt } }),
    null,
  ]
  return conversationOf(n, { sla: kinds[n % kinds.length] ?? null, tags })
}

const CONVERSATIONS = Array.from({ length: COUNT }, (_, n) => createMeasured(n))

let dynoxide: Dynoxide
let table: Table
let queries: string[]
let get: (pathAndQuery: string) => Promise<ListPage>

async function save(conversations: readonly Conversation[]): Promise<void> {
  const store = createInboxStore(table, { clock: { now: () => new Date() }, retentionDays: null })
  for (const conversation of conversations) {
    const unit = createUnitOfWork({ store, clockChannels: createClockChannels(findChannel) }, 'consistent')
    await unit.conversation(conversation.id, false)
    unit.putConversation(conversation)
    expect(await unit.commit()).toBe('saved')
  }
}

/** The table as it is, with a list of the indexes that were asked. */
function watchQueries(of: Table): Table {
  const send = (command: unknown): Promise<unknown> => {
    if (command instanceof QueryCommand) queries.push(String(command.input.IndexName))
    return of.client.send(command as never)
  }
  return { name: of.name, client: { send } as unknown as Table['client'] }
}

beforeAll(async () => {
  dynoxide = await startDynoxide()
  table = await dynoxide.createInboxTable()
  queries = []
  get = createApiUnderTest(watchQueries(table), SHARDS)
  await save(CONVERSATIONS)
})
afterAll(() => dynoxide.stop())

async function readPages(query: string, limit: number): Promise<string[]> {
  const ids: string[] = []
  let next: string | null = null
  do {
    const cursor: string = next === null ? '' : `&cursor=${next}`
    const page = await get(`/v1/conversations?sort=due&limit=${limit}${query}${cursor}`)
    expect(page.status).toBe(200)
    expect(page.data.length).toBeLessThanOrEqual(limit)
    ids.push(...page.data.map(({ id }) => id))
    next = page.next
  } while (next !== null)
  return ids
}

/** By due time, then by id: what the list promises, computed without it. */
function toExpected(which: (conversation: Conversation) => boolean): string[] {
  const dueOf = ({ sla }: Conversation): string => sla?.clocks[0]?.dueAt ?? ''
  return CONVERSATIONS.filter((each) => dueOf(each) !== '' && which(each))
    .toSorted((left, right) => (`${dueOf(left)}#${left.id}` < `${dueOf(right)}#${right.id}` ? -1 : 1))
    .map(({ id }) => id)
}

describe('GET /v1/conversations?slaState', () => {
  it.each(['running', 'warning', 'breached', 'paused', 'met'].map((state, kind) => [state, kind] as const))(
    '%s: this guarantees that the list by activity is filtered by what its conversations show',
    async (state, kind) => {
      const { data } = await get(`/v1/conversations?slaState=${state}&limit=100`)
      expect(data.every(({ sla }) => (sla as { state: string }).state === state)).toBe(true)
      const wanted = CONVERSATIONS.filter((_, n) => n % 6 === kind).map(({ id }) => id)
      expect(data.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted())
    },
  )
})

describe('GET /v1/conversations?sort=due', () => {
  it.each<[string, (conversation: Conversation) => boolean]>([
    ['', () => true],
    [
      '&slaState=running',
      ({ sla }) => sla?.clocks[0]?.breachedAt === null && sla.clocks[0].warned.length === 0,
    ],
    ['&slaState=warning', ({ sla }) => sla?.clocks[0]?.warned.length === 1],
    ['&slaState=breached', ({ sla }) => sla?.clocks[0]?.breachedAt !== null],
    ['&slaState=paused', () => false],
    ['&slaState=met', () => false],
    ['&tag=rare', ({ tags }) => tags.includes('rare')],
    ['&status=closed', () => false],
  ])(
    '%s: this guarantees that what is due first comes first, each once, on pages of any size',
    async (query, which) => {
      const expected = toExpected(which)
      for (const limit of [1, 7, 40, 100]) expect(await readPages(query, limit)).toEqual(expected)
    },
  )

  it('this guarantees that what is overdue comes before what is not', async () => {
    const { data } = await get('/v1/conversations?sort=due&limit=100')
    const dues = data.map(({ sla }) => (sla as { dueAt: string }).dueAt)
    expect(dues.filter((due) => due < minutesAfterNoon(0)).length).toBeGreaterThan(5)
    expect(dues).toEqual(dues.toSorted())
  })

  it('this guarantees that a page takes one query a shard', async () => {
    const first = await get('/v1/conversations?sort=due&limit=10')
    queries.length = 0
    await get('/v1/conversations?sort=due&limit=10')
    expect(queries).toEqual(['due', 'due', 'due', 'due'])
    queries.length = 0
    await get(`/v1/conversations?sort=due&limit=10&cursor=${first.next}`)
    expect(queries).toEqual(['due', 'due', 'due', 'due'])
  })

  it('this guarantees that a cursor of the other order, or of nobody, is refused or harmless', async () => {
    const { next } = await get('/v1/conversations?sort=due&limit=2')
    expect(await get(`/v1/conversations?limit=2&cursor=${next}`)).toMatchObject({ code: 'cursor_invalid' })
    const cursor = JSON.parse(Buffer.from(next ?? '', 'base64url').toString()) as object
    for (const position of ['', '~~~', '#']) {
      const last = Object.fromEntries([0, 1, 2, 3].map((shard) => [`due.${shard}`, position]))
      const forged = Buffer.from(JSON.stringify({ ...cursor, last })).toString('base64url')
      expect((await get(`/v1/conversations?sort=due&limit=2&cursor=${forged}`)).status).toBe(200)
    }
  })

  it('this guarantees that a conversation whose clock stops between two pages is not on the second, and nobody else is missing', async () => {
    const expected = toExpected(() => true)
    const first = await get('/v1/conversations?sort=due&limit=10')
    const answered = CONVERSATIONS.find(({ id }) => id === expected[12])
    const late = CONVERSATIONS.find(({ id }) => id === expected[15])
    if (answered === undefined || late === undefined) throw new Error('there are 16 at least')
    const last = { metric: 'first_response', state: 'met', dueAt: null } as const
    await save([
      { ...answered, sla: clocksOf(null, { last }) },
      { ...late, sla: clocksOf({ dueAt: minutesAfterNoon(9000) }) },
    ])
    const rest = await get(`/v1/conversations?sort=due&limit=100&cursor=${first.next}`)
    const others = expected.slice(10).filter((id) => id !== answered.id && id !== late.id)
    expect(rest.data.map(({ id }) => id)).toEqual([...others, late.id])
    await save([answered, late].map((each) => ({ ...each })))
  })

  it('this guarantees that a row of the index that is older than the conversation shows nothing that is not owed', async () => {
    const [id = ''] = toExpected(() => true)
    const known = CONVERSATIONS.find((each) => each.id === id)
    if (known === undefined) throw new Error('there is one')
    const store = createInboxStore(table, { clock: { now: () => new Date() }, retentionDays: null })
    const stored = await store.conversation(id, 'consistent')
    if (stored === null) throw new Error('it is stored')
    // Only the conversation: the row of the index stays as it was.
    const conversation = { ...stored, sla: clocksOf(null), version: stored.version + 1 }
    await store.save([{ kind: 'conversation', conversation, expectedVersion: stored.version }])
    expect(await readPages('', 7)).toEqual(toExpected(() => true).slice(1))
  })
})
