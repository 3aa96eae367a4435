import { createRequire } from 'node:module'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BROWSER_ARGUMENTS, findBrowser, NO_BROWSER } from '../support/find-browser.ts'
import { openReplyDesk, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'
import { openThreadDesk, type ThreadDesk } from '../support/thread-desk.ts'

const TIMEOUT_MS = 120_000
const SEEN_WITHIN_MS = 20_000
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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

const executable = findBrowser()
if (executable === null) console.warn(NO_BROWSER)

let inbox: TestInbox
let desk: ReplyDesk
let threads: ThreadDesk
let browser: Browser
let complaints: string[] = []
const contexts: BrowserContext[] = []

async function openContext(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  contexts.push(context)
  return context
}

/** A tab whose console is heard: a refused script or style is a complaint there. */
async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  page.setDefaultTimeout(SEEN_WITHIN_MS)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return page
}

type AxeResult = { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }

async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE)
  const found = await page.evaluate<AxeResult>('axe.run(document)')
  const shown = found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${where}: ${id}: ${html}: ${failureSummary}`),
  )
  expect(shown).toEqual([])
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  expect(wide, `${where} scrolls sideways`).toBe(false)
}

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
      browser = await chromium.launch({ executablePath: executable ?? '', args: BROWSER_ARGUMENTS })
    })
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()))
      expect(complaints.splice(0)).toEqual([])
    })
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
        const context = await openContext({ ...device, colorScheme, locale })
        const page = await openTab(context)

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
        await desk.post(id, { text: hack })
        await page.getByText(hack).waitFor()
        expect(await page.evaluate('window.hacked')).toBeUndefined()
        await expectAccessible(page, 'conversation')

        await page.close()
        const again = await openTab(context)
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
        // The browser names each answer that is no page.
        complaints = complaints.filter((each) => !/status of 410/.test(each))
        expect((await again.goto(again.url()))?.status()).toBe(410)
        await expectAccessible(again, 'ended page')
        expect((await again.goto(`${inbox.url}/t/${'x'.repeat(43)}`))?.status()).toBe(404)
        await expectAccessible(again, 'closed door')
        complaints = complaints.filter((each) => !/status of (410|404)/.test(each))
      },
    )

    it(
      'with the keyboard alone everything is reached: this guarantees that nobody needs to point',
      { timeout: TIMEOUT_MS },
      async () => {
        const offered = await threads.offer()
        const page = await openTab(await openContext(DESKTOP))
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
        expect(await focused()).toBe('End this conversation')
        await page.keyboard.press('Enter')
        await page.keyboard.press('Tab')
        expect(await focused()).toBe('Yes, end it')
        await page.keyboard.press('Enter')
        await page.getByRole('heading', { name: 'This conversation has ended' }).waitFor()
        complaints = complaints.filter((each) => !/status of 410/.test(each))
      },
    )

    it(
      'without its script the page works by form and reload: this guarantees that no setting shuts anybody out',
      { timeout: TIMEOUT_MS },
      async () => {
        const offered = await threads.offer()
        const page = await openTab(await openContext({ ...PHONE, javaScriptEnabled: false }))
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
      },
    )

    it(
      'a form on another site does nothing here: this guarantees that nobody is sent into a thread that is not theirs',
      { timeout: TIMEOUT_MS },
      async () => {
        const offered = await threads.offer()
        const context = await openContext(DESKTOP)
        const page = await openTab(context)
        await page.goto(
          `data:text/html,<form method=post action="${inbox.url}${offered.link}"><button>Win</button></form>`,
        )
        await page.getByRole('button', { name: 'Win' }).click()
        await page.getByRole('heading', { name: 'This did not come from our page' }).waitFor()
        expect(await context.cookies()).toEqual([])
        complaints = complaints.filter((each) => !/status of 403/.test(each))
      },
    )
  },
)
