import { Html, html } from './html.ts'
import type { Language } from './languages/languages.ts'

/** Where the page's script and stylesheet are: their names change with what is in them. */
export type Assets = { scriptPath: string; stylePath: string }

export type PageContext = { language: Language; assets: Assets }

/** A whole document around what one page says. */
export function toDocument({ language, assets }: PageContext, heading: string, main: Html): string {
  const { tag, words } = language
  return html`<!doctype html>
    <html lang="${tag}">
      <head>
        <meta charset="utf-8" />
        <title>${heading} – ${words.title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href="${assets.stylePath}" />
        <link rel="icon" href="data:," />
        <script src="${assets.scriptPath}" defer></script>
      </head>
      <body>
        ${main}
      </body>
    </html> `.markup
}

/** A page that says one thing. */
export function toPlainPage(
  context: PageContext,
  { heading, text }: { heading: string; text: string },
  more: Html = new Html(''),
): string {
  return toDocument(
    context,
    heading,
    html`<main class="card">
      <h1>${heading}</h1>
      <p>${text}</p>
      ${more}
    </main>`,
  )
}

/** That nobody else reads along: on every page where the customer says or enters something. */
export function toPrivacy({ words }: Language): Html {
  return html`<div class="privacy" role="note">
    <p><strong>${words.privacy.heading}.</strong> ${words.privacy.text}</p>
  </div>`
}
