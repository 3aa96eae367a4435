import { html } from './html.ts'
import { chooseLanguage } from './languages/languages.ts'
import { toPageHeaders } from './page-headers.ts'
import type { PageResponse } from './page-message.ts'

/** Where nothing else could be answered: a page that needs nothing. */
export function createFailure(acceptLanguage: string | undefined): PageResponse {
  const { tag, words } = chooseLanguage(acceptLanguage)
  const { heading, text } = words.failed
  return {
    status: 503,
    headers: { ...toPageHeaders(false), 'content-type': 'text/html; charset=utf-8', 'retry-after': '2' },
    cookies: [],
    body: html`<!doctype html>
      <html lang="${tag}">
        <head>
          <meta charset="utf-8" />
          <title>${heading}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
        </head>
        <body>
          <main>
            <h1>${heading}</h1>
            <p>${text}</p>
          </main>
        </body>
      </html> `.markup,
    trace: { step: 'none', handoffId: null, outcome: 'failed' },
  }
}
