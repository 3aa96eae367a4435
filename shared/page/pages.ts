import { THREAD_TEXT_CHARS_MAX } from '../domain/thread/thread-message.ts'
import type { ThreadLine } from '../app/thread/read-thread.ts'
import { type Html, html } from './html.ts'
import type { Dictionary } from './languages/dictionary.ts'
import type { Language } from './languages/languages.ts'
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

export type ChatView = {
  handoffId: string
  company: string | null
  lines: readonly ThreadLine[]
  seq: number
  /** Makes sending the same form twice harmless. */
  once: string
  notice: 'nothing' | 'tooLong' | 'notSent' | null
  /** What was not taken, so that nobody has to write it again. */
  draft: string
}

export function toChatPage(context: PageContext, view: ChatView): string {
  const { language } = context
  const { chat, ended } = language.words
  const { handoffId, lines, seq, once, notice, draft } = view
  const company = view.company ?? chat.company
  return toDocument(
    context,
    chat.heading,
    html`<main
      class="chat"
      id="thread"
      data-news="${toThreadPath(handoffId, '/messages')}"
      data-seq="${seq}"
      data-you="${chat.you}"
      data-company="${company}"
      data-not-sent="${chat.notSent}"
      data-lost="${chat.lost}"
      data-masked="${chat.masked}"
    >
      <header>
        <h1>
          ${chat.heading}${view.company === null ? null : html` <span class="with">${view.company}</span>`}
        </h1>
        ${toPrivacy(language)}
      </header>
      <section class="log" id="log" role="log" aria-live="polite" aria-label="${chat.log}" tabindex="0">
        ${lines.length === 0 ? html`<p class="empty" id="empty">${chat.empty}</p>` : null}
        ${lines.map((line) => toLine(line, company, language))}
      </section>
      <form id="write" class="write" method="post" action="${toThreadPath(handoffId, '/messages')}">
        <div id="notices" role="alert">${notice === null ? null : chat[notice]}</div>
        <input type="hidden" name="once" value="${once}" />
        <label for="text">${chat.label}</label>
        <textarea id="text" name="text" rows="3" required maxlength="${THREAD_TEXT_CHARS_MAX}">
${draft}</textarea>
        <div class="row">
          <button type="submit">${chat.send}</button>
          <a class="reload" id="reload" href="${toThreadPath(handoffId)}">${chat.reload}</a>
        </div>
      </form>
      <details class="end" id="end">
        <summary>${chat.end}</summary>
        <form method="post" action="${toThreadPath(handoffId, '/end')}">
          <p>${chat.endHint}</p>
          <button type="submit" class="quiet">${chat.endNow}</button>
        </form>
      </details>
      <section class="over" id="over" tabindex="-1" hidden>
        <h2>${ended.heading}</h2>
        <p>${ended.text}</p>
      </section>
    </main>`,
  )
}

function toLine({ seq, from, text, at, isMasked }: ThreadLine, company: string, language: Language): Html {
  const { tag, words } = language
  const { chat } = words
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  return html`<article class="line ${from}" data-seq="${seq}">
    <p class="who">
      <b>${from === 'customer' ? chat.you : company}</b>
      <time datetime="${at}">${time.format(new Date(at))} UTC</time>
    </p>
    <p class="words">${text}</p>
    ${isMasked ? html`<p class="masked">${chat.masked}</p>` : null}
  </article>`
}

function toNotice(text: string, isMistake: boolean): Html {
  return html`<p id="notice" class="notice" role="${isMistake ? 'alert' : 'status'}">${text}</p>`
}
