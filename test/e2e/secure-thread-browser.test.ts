import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser, NO_BROWSER } from '../support/find-browser.ts'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { expectAccessible, openTestBrowser, type TestBrowser } from '../support/test-browser.ts'
import { openThreadDesk, type ThreadDesk } from '../support/thread-desk.ts'

const TIMEOUT_MS = 120_000
/** Where pictures for the docs go; without it none are made. */
const PICTURES = process.env['INLET_SCREENSHOTS']

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
const DESKTOP = { viewport: { width: 1280, height: 800 } }
const LOOKS = [
  { name: 'phone-light', device: PHONE, colorScheme: 'light', locale: 'en-GB' },
  { name: 'phone-dark', device: PHONE, colorScheme: 'dark', locale: 'de-DE' },
  { name: 'desktop-light', device: DESKTOP, colorScheme: 'light', locale: 'en-GB' },
  { name: 'desktop-dark', device: DESKTOP, colorScheme: 'dark', locale: 'en-GB' },
] as const

const FILE_LABEL = 'A photo or a PDF of at most 4 MB'
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

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `secure-thread-${name}.png`) })
}

describe.skipIf(executable === null)(
  `the page in Chromium${executable === null ? ` (${NO_BROWSER})` : ''}`,
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

    it.each(LOOKS)(
      '$name: this guarantees that a customer gets from the link to the end of a conversation, and axe finds nothing',
      { timeout: TIMEOUT_MS },
      async ({ name, device, colorScheme, locale }) => {
        const german = locale === 'de-DE'
        const offered = await threads.offer()
        const context = await browser.openContext({ ...device, colorScheme, locale })
        const page = await browser.openTab(context)

        await page.goto(inbox.url + offered.link)
        await expectAccessible(page, 'button page')
        await picture(page, `${name}-1-button`)
        await page.getByRole('button', { name: german ? 'Weiter' : 'Continue' }).click()

        const code = page.getByLabel('Code', { exact: true })
        await code.fill('22AA-22AA')
        await code.press('Enter')
        await page.getByRole('alert').waitFor()
        await expectAccessible(page, 'code page')
        await picture(page, `${name}-2-code`)
        await code.fill(offered.code.replace('-', ' ').toLowerCase())
        await code.press('Enter')

        const text = page.getByLabel(german ? 'Ihre Nachricht' : 'Your message')
        await text.waitFor()
        expect(page.url()).not.toContain(offered.link)
        await text.fill('My order is 1234, and my name is Mara.')
        await page.getByRole('button', { name: german ? 'Senden' : 'Send' }).click()
        await page.getByText('My order is 1234').waitFor()
        const id = await threads.conversationOf(offered)
        const hack = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
        await desk.post(id, { text: 'Thank you, Mara. It left us this morning.' })
        await page.getByText('It left us this morning.').waitFor()
        await picture(page, `${name}-3-conversation`)
        await page.getByText(german ? 'Eine Datei senden' : 'Send a file', { exact: true }).click()
        await expectAccessible(page, 'form for files')
        await page.getByLabel(german ? 'Ein Foto oder PDF, höchstens 4 MB' : FILE_LABEL).setInputFiles(CARD)
        await page.getByRole('button', { name: german ? 'Datei senden' : 'Send file' }).click()
        await page.getByRole('link', { name: CARD.name }).waitFor()
        await picture(page, `${name}-5-file`)
        await desk.post(id, { text: hack })
        await page.getByText(hack).waitFor()
        expect(await page.evaluate('window.hacked')).toBeUndefined()
        await expectAccessible(page, 'conversation')

        await page.close()
        const again = await browser.openTab(context)
        await again.goto(inbox.url + offered.link)
        await again.getByRole('button', { name: german ? 'Weiter' : 'Continue' }).click()
        await again.getByText('It left us this morning.').waitFor()

        const path = { params: { path: { id } } }
        await inbox.api.PATCH('/v1/conversations/{id}', { ...path, body: { status: 'closed' } })
        await again
          .getByRole('heading', {
            name: german ? 'Diese Unterhaltung ist beendet' : 'This conversation has ended',
          })
          .waitFor()
        expect(await again.getByText('My order is 1234').isVisible()).toBe(false)
        await expectAccessible(again, 'ended')
        await picture(again, `${name}-4-ended`)
        browser.forgive(/status of 410/)
        expect((await again.goto(again.url()))?.status()).toBe(410)
        await expectAccessible(again, 'ended page')
        expect((await again.goto(`${inbox.url}/t/${'x'.repeat(43)}`))?.status()).toBe(404)
        await expectAccessible(again, 'closed door')
        browser.forgive(/status of (410|404)/)
      },
    )

    it(
      'with the keyboard alone everything is reached: this guarantees that nobody needs to point',
      { timeout: TIMEOUT_MS },
      async () => {
        const offered = await threads.offer()
        const page = await browser.openTab(await browser.openContext(DESKTOP))
        const focused = () =>
          page.evaluate<string>('document.activeElement.textContent.trim() || document.activeElement.id')
        await page.goto(inbox.url + offered.link)
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('Continue')
        await page.keyboard.press('Enter')
        await page.getByLabel('Code', { exact: true }).waitFor()
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('code')
        await page.keyboard.type(offered.code)
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('Go on')
        await page.keyboard.press('Enter')
        await page.getByLabel('Your message').waitFor()
        await page.keyboard.press('Tab')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('text')
        await page.keyboard.type('By keyboard. 4242 4242 4242 4242')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('Send')
        await page.keyboard.press('Enter')
        await page.getByText('By keyboard. •••• 4242').waitFor()
        await page.getByText('Numbers of cards and accounts are hidden here').waitFor()
        expect(await focused()).toBe('text')
        await page.keyboard.press('Tab')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('Send a file')
        await page.keyboard.press('Enter')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('file')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('Send file')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('End this conversation')
        await page.keyboard.press('Enter')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('Yes, end it')
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: 'This conversation has ended' }).waitFor()
        browser.forgive(/status of 410/)
      },
    )

    it(
      'without its script the page works by form and reload: this guarantees that no setting shuts anybody out',
      { timeout: TIMEOUT_MS },
      async () => {
        const offered = await threads.offer()
        const page = await browser.openTab(await browser.openContext({ ...PHONE, javaScriptEnabled: false }))
        await page.goto(inbox.url + offered.link)
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.getByLabel('Code', { exact: true }).fill(offered.code)
        await page.getByRole('button', { name: 'Go on' }).click()
        await page.getByLabel('Your message').fill('Without a script.')
        await page.getByRole('button', { name: 'Send' }).click()
        await page.getByText('Without a script.').waitFor()
        await desk.post(await threads.conversationOf(offered), { text: 'Seen.' })
        await page.getByRole('link', { name: 'Show new messages' }).click()
        await page.getByText('Seen.').waitFor()
        await page.getByText('Send a file', { exact: true }).click()
        await page.getByLabel(FILE_LABEL).setInputFiles({ ...CARD, buffer: Buffer.from('no picture') })
        await page.getByRole('button', { name: 'Send file' }).click()
        await page.getByText('Files of this kind cannot be sent here.').waitFor()
        browser.forgive(/status of 422/)
        // Where something was not taken, the form is open.
        await page.getByLabel(FILE_LABEL).setInputFiles(CARD)
        await page.getByRole('button', { name: 'Send file' }).click()
        await page.getByRole('link', { name: CARD.name }).waitFor()
      },
    )

    it(
      'a form on another site does nothing here: this guarantees that nobody is sent into a thread that is not theirs',
      { timeout: TIMEOUT_MS },
      async () => {
        const offered = await threads.offer()
        const context = await browser.openContext(DESKTOP)
        const page = await browser.openTab(context)
        await page.goto(
          `data:text/html,<form method=post action="${inbox.url}${offered.link}"><button>Win</button></form>`,
        )
        await page.getByRole('button', { name: 'Win' }).click()
        await page.getByRole('heading', { name: 'This did not come from our page' }).waitFor()
        expect(await context.cookies()).toEqual([])
        browser.forgive(/status of 403/)
      },
    )
  },
)
