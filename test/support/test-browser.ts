import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { BROWSER_ARGUMENTS } from './find-browser.ts'

const SEEN_WITHIN_MS = 20_000
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A browser whose console is heard: a refused script or style is a complaint there. */
export type TestBrowser = {
  openContext: (options?: Parameters<Browser['newContext']>[0]) => Promise<BrowserContext>
  openTab: (context: BrowserContext) => Promise<Page>
  /** Complaints that were meant to come: the browser names each answer that is no page. */
  forgive: (complaint: RegExp) => void
  /** Closes what a test opened. Throws where something was complained of. */
  endTest: () => Promise<void>
  close: () => Promise<void>
}

export async function openTestBrowser(executablePath: string): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath, args: BROWSER_ARGUMENTS })
  const contexts: BrowserContext[] = []
  let complaints: string[] = []
  return {
    openContext: async (options = {}) => {
      const context = await browser.newContext(options)
      contexts.push(context)
      return context
    },
    openTab: async (context) => {
      const page = await context.newPage()
      page.setDefaultTimeout(SEEN_WITHIN_MS)
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      return page
    },
    forgive: (complaint) => {
      complaints = complaints.filter((each) => !complaint.test(each))
    },
    endTest: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()))
      expect(complaints.splice(0)).toEqual([])
    },
    close: () => browser.close(),
  }
}

type AxeResult = { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }

export async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(AXE)
  const found = await page.evaluate<AxeResult>('axe.run(document)')
  const shown = found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${where}: ${id}: ${html}: ${failureSummary}`),
  )
  expect(shown).toEqual([])
  const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
  expect(wide, `${where} scrolls sideways`).toBe(false)
}
