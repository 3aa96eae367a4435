import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHANNELS } from '../../shared/channels/registry.ts'
import type { Wire, WireRequest } from '../../shared/channels/wire.ts'
import { type ForcedLetters, forceLetters } from '../support/forced-letters.ts'
import { loadWire } from '../support/load-wire.ts'
import { createRandom } from '../support/random.ts'
import { type CommandResult, startCommand } from '../support/run-command.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const CUSTOMERS = 25
const LETTERS_EACH = 20
/** Every fourth message was set aside, the others were given up. */
const isSetAside = (index: number): boolean => index % 4 === 3

type List<T> = { data: T[] }
type Conversation = { id: string; gap: boolean }
type Entry = { kind: string; providerId: string }
type Customer = { channel: string; ids: string[]; requests: WireRequest[] }
type Counts = { waiting: number; held: number }

const random = createRandom(7)
let inbox: TestInbox
let letters: ForcedLetters
let customers: Customer[]

/** What a customer wrote, oldest first: the first message arrives, the others do not. */
function createCustomer(channel: string, wire: Wire, number: number): Customer {
  const customer = wire.createCustomer(random, null)
  const ids = Array.from({ length: LETTERS_EACH + 1 }, () => wire.createMessageId(random, 'private'))
  const requests = ids.map((id, index) =>
    wire.toTextRequest(
      {
        id,
        account: wire.account,
        customer,
        name: 'Ada',
        text: `customer ${number}, message ${index}`,
        visibility: 'private',
        root: null,
        at: new Date(Date.now() - 3_600_000 + index * 1000),
      },
      inbox.url,
    ),
  )
  return { channel, ids, requests }
}

async function arrive({ requests: [first] }: Customer): Promise<void> {
  if (first === undefined) return
  const { url, headers, body } = first
  expect((await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })).status).toBe(200)
}

async function force({ channel, requests: [, ...lost] }: Customer): Promise<void> {
  for (const [index, request] of lost.entries()) {
    const receivedAt = new Date(Date.now() - 3_600_000 + index * 1000).toISOString()
    if (isSetAside(index)) await letters.setAside(channel, request, receivedAt)
    else await letters.giveUp(channel, request, receivedAt)
  }
}

/** Five hundred messages take their time where others work too. */
async function patiently<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
  let value = await inbox.eventually(read, isDone)
  for (let tries = 0; !isDone(value) && tries < 5; tries++) value = await inbox.eventually(read, isDone)
  return value
}

/** A busy machine may let a read fail: it is asked again. */
async function readList<T>(path: string): Promise<T[]> {
  const { data } = await inbox.eventually(
    () => inbox.get<Partial<List<T>>>(path),
    (page) => page.data !== undefined,
  )
  return data ?? []
}

function readConversations(): Promise<Conversation[]> {
  return readList('/v1/conversations?limit=100')
}

/** Ids of the messages of every conversation, in the order of its log. */
async function readLogs(): Promise<string[][]> {
  const logs: string[][] = []
  for (const { id } of await readConversations()) {
    const entries = await readList<Entry>(`/v1/conversations/${id}/entries?order=asc&limit=100`)
    logs.push(entries.filter(({ kind }) => kind === 'message').map(({ providerId }) => providerId))
  }
  return logs.toSorted()
}

function run(...args: string[]): Promise<CommandResult> {
  return startCommand('redrive', [...args, '--url', inbox.url]).result
}

/** Runs until the letters of the killed run are free again. */
async function sendWhenFree(): Promise<CommandResult> {
  for (let tries = 0; ; tries++) {
    // The emulator lets go of what is held too long when somebody receives; SQS does by itself.
    await run('look')
    const result = await run('send')
    if (result.code === 0 || tries === 30) return result
  }
}

async function count(): Promise<Counts> {
  const { stdout } = await run('list')
  const sums = { waiting: 0, held: 0 }
  for (const line of stdout.trim().split('\n')) {
    const [, waiting = '0', held = '0'] = /^.{16} +(\d+)(?:, (\d+) held)?/.exec(line) ?? []
    sums.waiting += Number(waiting)
    sums.held += Number(held)
  }
  return sums
}

beforeAll(async () => {
  inbox = await startInbox()
  letters = forceLetters(inbox)
  const wires = await Promise.all(
    CHANNELS.map(async ({ manifest: { name } }) => ({ name, wire: (await loadWire(name)).wire })),
  )
  customers = Array.from({ length: CUSTOMERS }, (_, number) => {
    const { name, wire } = wires[number % wires.length] ?? {}
    if (name === undefined || wire === undefined) throw new Error('there is no channel')
    return createCustomer(name, wire, number)
  })
  for (const customer of customers) await arrive(customer)
  await inbox.eventually(readConversations, (found) => found.length === CUSTOMERS)
  await Promise.all(customers.map(force))
}, 120_000)
afterAll(() => inbox.stop())

describe('500 messages in dead letters and quarantine', () => {
  it('lie there, and their conversations say so: this guarantees that an agent knows what is missing', async () => {
    expect(await count()).toEqual({ waiting: CUSTOMERS * LETTERS_EACH, held: 0 })
    expect((await readConversations()).map(({ gap }) => gap)).toEqual(customers.map(() => true))
  })

  it('are shown without a word of what was written: this guarantees that looking reads nobody’s mail', async () => {
    const { stdout, code } = await run('look', '--limit', '30')
    expect(code).toBe(0)
    const shown = stdout.trim().split('\n')
    expect(shown.filter((line) => line.includes('"queue":"dead letters"')).length).toBeGreaterThan(10)
    expect(shown.filter((line) => line.includes('"queue":"quarantine"')).length).toBeGreaterThan(10)
    expect(stdout).not.toMatch(/customer \d|Ada/)
  })

  it('are left alone by a dry run: this guarantees that one may ask first', async () => {
    const { stdout } = await run('send', '--dry-run')
    expect(stdout).toMatch(/^Would send [1-9]\d* back/)
    expect(await count()).toEqual({ waiting: CUSTOMERS * LETTERS_EACH, held: 0 })
    expect((await readLogs()).flat()).toHaveLength(CUSTOMERS)
  })

  it('come back in order and once, though a run is killed half-way, and close the gaps: this guarantees that a dead letter is no loss', async () => {
    const killed = startCommand('redrive', ['send', '--hold', '15', '--url', inbox.url])
    const half = await inbox.eventually(count, ({ waiting }) => waiting < 300)
    killed.child.kill('SIGKILL')
    await killed.result
    expect(half.waiting + half.held).toBeGreaterThan(0)

    // What the killed run holds is nobody's for a while: until then a run sends nothing, and says so.
    const told = await run('send')
    expect([told.code, told.stdout]).toEqual([
      1,
      expect.stringMatching(/^Nothing was sent: \d+ letters are held/),
    ])
    expect((await sendWhenFree()).code).toBe(0)
    expect(await count()).toEqual({ waiting: 0, held: 0 })
    const expected = customers.map(({ ids }) => ids).toSorted()
    const logs = await patiently(readLogs, (found) => found.flat().length >= expected.flat().length)
    expect(logs).toEqual(expected)
    const gaps = await patiently(readConversations, (found) => found.every(({ gap }) => !gap))
    expect(gaps.filter(({ gap }) => gap)).toEqual([])
  }, 300_000)

  it('are gone for a second run: this guarantees that nothing changes when it is run again', async () => {
    const before = await readLogs()
    const { stdout, code } = await run('send')
    expect([code, stdout]).toEqual([0, 'Sent 0 back; 0 letters are gone.\n'])
    expect(await readLogs()).toEqual(before)
  })
})

describe('republish', () => {
  type BusEvent = { 'detail-type': string; detail: { id: string } }
  const readIds = async (): Promise<string[]> => {
    const events = await readList<BusEvent>('/local/events')
    return events
      .filter((event) => event['detail-type'] === 'message.received')
      .map(({ detail }) => detail.id)
  }
  const republish = (...args: string[]): Promise<CommandResult> => {
    const since = new Date(Date.now() - 7_200_000).toISOString()
    return startCommand('republish', ['--since', since, '--url', inbox.url, ...args]).result
  }

  it('twice says the same events with the ids they had: this guarantees that a consumer knows each of them again', async () => {
    const total = CUSTOMERS * (LETTERS_EACH + 1)
    const first = await patiently(readIds, (ids) => ids.length >= total)
    expect(new Set(first).size).toBe(total)

    const dry = await republish('--dry-run')
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/^Would publish \d+ events again/)])
    expect(await readIds()).toEqual(first)

    for (let time = 1; time <= 2; time++) {
      expect((await republish()).code).toBe(0)
      const ids = await readIds()
      expect(ids).toHaveLength(total * (1 + time))
      expect(new Set(ids)).toEqual(new Set(first))
    }
  }, 120_000)
})
