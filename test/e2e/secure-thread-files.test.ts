import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import {
  type ChosenFile,
  openThreadDesk,
  type ThreadBrowser,
  type ThreadDesk,
} from '../support/thread-desk.ts'

const TIMEOUT_MS = 90_000

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk
let addresses = 1

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  threads = openThreadDesk(inbox, desk)
})
afterAll(() => inbox.stop())

/** Somebody at an address that nobody else has. */
function somebody(): ThreadBrowser {
  addresses += 1
  return threads.browser(`127.0.6.${addresses}`)
}

function pdf(sizeBytes = 20_000): Buffer {
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(sizeBytes - 9)])
}

const card = (): ChosenFile => ({ name: 'Ausweis Zoë.pdf', type: 'application/pdf', bytes: pdf() })

describe('files in a secure thread: this guarantees that', () => {
  it('what the customer sends is what they save again', { timeout: TIMEOUT_MS }, async () => {
    const offered = await threads.offer()
    const customer = somebody()
    const place = await threads.enter(offered, customer)
    const file = card()
    const sent = await customer.upload(place, file)
    expect(sent.status).toBe(303)
    const page = await customer.get(place)
    expect(page.body).toContain('Ausweis Zoë.pdf</a> (20 kB)')
    const saved = await customer.get(`${place}/files/1`)
    expect(saved.status).toBe(200)
    expect(saved.bytes.equals(file.bytes)).toBe(true)
  })
})
