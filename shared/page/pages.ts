import { type Html, html } from './html.ts'
import type { Dictionary } from './languages/dictionary.ts'
import { type PageContext, toDocument, toPlainPage, toPrivacy } from './layout.ts'
import { toLinkPath, toThreadPath } from './paths.ts'

/** What a link shows until its button is pressed: programs that look at links before people do see nothing else. */
export function toButtonPage(context: PageContext, token: string): string {
  const { button } = context.language.words
  const form = html`<form method="post" action="${toLinkPath(token)}">
      <button type="submit">${button.press}</button>
    </form>
    ${toPrivacy(context.language)}`
  return toPlainPage(context, button, form)
}

export type CodeNotice = keyof Omit<Dictionary['code'], 'heading' | 'text' | 'label' | 'enter' | 'again'>

const CODE_MISTAKES: readonly CodeNotice[] = ['noCode', 'wrong', 'refused', 'tooMany', 'impossible']

export function toCodePage(context: PageContext, handoffId: string, notice: CodeNotice | null): string {
  const { code } = context.language.words
  const isMistake = notice !== null && CODE_MISTAKES.includes(notice)
  return toDocument(
    context,
    code.heading,
    html`<main class="card">
      <h1>${code.heading}</h1>
      <p id="code-hint">${code.text}</p>
      ${notice === null ? null : toNotice(code[notice], isMistake)}
      <form method="post" action="${toThreadPath(handoffId, '/code')}">
        <label for="code">${code.label}</label>
        <input
          id="code"
          name="code"
          required
          maxlength="40"
          autocomplete="one-time-code"
          autocapitalize="characters"
          spellcheck="false"
          aria-describedby="code-hint${isMistake ? ' notice' : ''}"
          ${isMistake ? html`aria-invalid="true"` : null}
        />
        <button type="submit">${code.enter}</button>
      </form>
      <form method="post" action="${toThreadPath(handoffId, '/new-code')}">
        <button type="submit" class="quiet">${code.again}</button>
      </form>
      ${toPrivacy(context.language)}
    </main>`,
  )
}

function toNotice(text: string, isMistake: boolean): Html {
  return html`<p id="notice" class="notice" role="${isMistake ? 'alert' : 'status'}">${text}</p>`
}
