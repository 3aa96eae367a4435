import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { openThreadDesk, type ThreadDesk } from '../support/thread-desk.ts'

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
  threads = openThreadDesk(inbox, desk)
})
afterAll(() => inbox.stop())

describe('a secure thread', () => {
  it('works', { timeout: 60_000 }, async () => {
    const offered = await threads.offer()
    const browser = threads.browser()
    const door = await browser.get(offered.link)
    expect(door.status, door.body).toBe(200)
    const pressed = await browser.post(offered.link)
    console.log(pressed)
    const place = String(pressed.headers['location'])
    const codePage = await browser.get(place)
    console.log(codePage.body)
    const proved = await browser.post(`${place}/code`, { code: offered.code.toLowerCase() })
    console.log(proved)
    const chat = await browser.get(place)
    console.log(chat.body)
    const written = await browser.post(`${place}/messages`, { text: 'My IBAN is <b>secret</b>' })
    console.log(written)
    console.log((await browser.get(place)).body)
    console.log((await browser.get(`${place}/messages?after=0`)).body)
    const handoff = await threads.store.handoff(offered.handoff.id, 'consistent')
    const id = handoff?.privateConversationId ?? ''
    console.log(handoff)
    console.log(JSON.stringify(await desk.entries(id), null, 1))
    console.log(await desk.post(id, { text: 'Thank you, we see it.' }))
    console.log((await browser.get(`${place}/messages?after=1`)).body)
    console.log(JSON.stringify(await desk.entries(id)))
    console.log(JSON.stringify(await inbox.get(`/v1/conversations/${id}`)))
  })
})
