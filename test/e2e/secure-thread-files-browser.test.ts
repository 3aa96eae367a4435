import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { toThreadId } from '../../shared/app/thread/find-visitor.ts'
import { THREAD_FILE_BYTES_MAX } from '../../shared/domain/thread/thread-file.ts'
import { findBrowser, NO_BROWSER } from '../support/find-browser.ts'
import { createNoisyPicture } from '../support/noisy-picture.ts'
import { type Message, openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { openTestBrowser, type TestBrowser } from '../support/test-browser.ts'
import { openThreadDesk, type ThreadDesk } from '../support/thread-desk.ts'

const TIMEOUT_MS = 120_000
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const CARD = {
  name: 'Identity card.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.7\n${'0123456789'.repeat(20_000)}`),
}

const executable = findBrowser()
if (executable === null) console.warn(NO_BROWSER)

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk
let browser: TestBrowser

type OpenPage = {
  page: Page
  /** Chooses a file and presses the button. */
  send: (file: { name: string; mimeType: string; buffer: Buffer }) => Promise<void>
  files: () => Promise<Message['attachments']>
}

/** A phone whose owner is inside, the form for files open. */
async function openPage(): Promise<OpenPage> {
  const offered = await threads.offer()
  const customer = threads.browser()
  const place = await threads.enter(offered, customer)
  const context = await browser.openContext(PHONE)
  for (const [name, value] of customer.cookies) {
    await context.addCookies([{ name, value, url: inbox.url }])
  }
  const page = await browser.openTab(context)
  await page.goto(inbox.url + place)
  await page.getByText('Send a file', { exact: true }).click()
  return {
    page,
    send: async (file) => {
      await page.getByLabel('A photo or a PDF of at most 4 MB').setInputFiles(file)
      await page.getByRole('button', { name: 'Send file' }).click()
    },
    files: async () => {
      const id = toThreadId(offered.handoff.id)
      if ((await threads.store.conversation(id, 'consistent')) === null) return []
      return (await desk.entries(id)).flatMap((entry) => (entry.kind === 'message' ? entry.attachments : []))
    },
  }
}

describe.skipIf(executable === null)(
  `sending a file in Chromium${executable === null ? ` (${NO_BROWSER})` : ''}: this guarantees that`,
  () => {
    beforeAll(async () => {
      inbox = await startInbox()
      desk = await openReplyDesk(inbox)
      threads = openThreadDesk(inbox, desk)
      browser = await openTestBrowser(executable ?? '')
    })
    afterEach(() => browser.endTest())
    afterAll(async () => {
      await browser?.close()
      await inbox?.stop()
    })

    it('it arrives as it was, and can be saved again', { timeout: TIMEOUT_MS }, async () => {
      const { page, send, files } = await openPage()
      await send(CARD)
      const link = page.getByRole('link', { name: CARD.name })
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
      expect(download.suggestedFilename()).toBe(CARD.name)
      expect(readFileSync(await download.path()).equals(CARD.buffer)).toBe(true)
      expect(await files()).toMatchObject([
        { name: CARD.name, mimeType: 'application/pdf', sizeBytes: CARD.buffer.length },
      ])
    })

    it('what is not taken is said in words, and nothing of it is kept', { timeout: TIMEOUT_MS }, async () => {
      const { page, send, files } = await openPage()
      await send({ ...CARD, buffer: Buffer.from('no document') })
      await page.getByRole('alert').getByText('Files of this kind cannot be sent here.').waitFor()
      browser.forgive(/status of 422/)
      await send({ ...CARD, buffer: Buffer.concat([CARD.buffer, Buffer.alloc(THREAD_FILE_BYTES_MAX)]) })
      await page.getByRole('alert').getByText('Please send one of at most 4 MB.').waitFor()
      expect(await files()).toEqual([])
    })

    it('a photo that is too large arrives smaller', { timeout: TIMEOUT_MS }, async () => {
      const { page, send, files } = await openPage()
      const photo = createNoisyPicture(1400, 1100)
      expect(photo.length).toBeGreaterThan(THREAD_FILE_BYTES_MAX)
      await send({ name: 'photo.png', mimeType: 'image/png', buffer: photo })
      await page.getByRole('link', { name: 'photo.jpg' }).waitFor()
      const [kept] = await files()
      expect(kept).toMatchObject({ name: 'photo.jpg', mimeType: 'image/jpeg' })
      expect(kept?.sizeBytes).toBeLessThanOrEqual(THREAD_FILE_BYTES_MAX)
    })

    it.each([
      ['a document', CARD],
      [
        'a photo that is made smaller',
        { name: 'photo.png', mimeType: 'image/png', buffer: createNoisyPicture(1400, 1100) },
      ],
    ])(
      '%s whose answer got lost is sent again, and is there once',
      { timeout: TIMEOUT_MS },
      async (_name, file) => {
        const { page, send, files } = await openPage()
        const isLost = async (route: Parameters<Parameters<Page['route']>[1]>[0]): Promise<void> => {
          await page.getByRole('status').getByText(`Sending ${file.name} …`).waitFor()
          await route.fetch()
          await route.abort()
        }
        await page.route('**/files', isLost, { times: 1 })
        await send(file)
        await page.getByRole('alert').getByText('This was not sent. Please try again.').waitFor()
        browser.forgive(/ERR_FAILED/)
        await page.getByRole('button', { name: 'Send file' }).click()
        await page.getByText('This was not sent.').waitFor({ state: 'hidden' })
        await page.getByRole('link').first().waitFor()
        expect(await files()).toHaveLength(1)
      },
    )
  },
)
