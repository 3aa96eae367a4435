import type { ThreadLine } from '../app/thread/read-thread.ts'
import { THREAD_FILE_BYTES_MAX, THREAD_FILE_TYPES } from '../domain/thread/thread-file.ts'
import { THREAD_TEXT_CHARS_MAX } from '../domain/thread/thread-message.ts'
import { toFileLimit, toFileSize } from './file-words.ts'
import { type Html, html } from './html.ts'
import type { Language } from './languages/languages.ts'
import { type PageContext, toDocument, toPrivacy } from './layout.ts'
import { toFilePath, toThreadPath } from './paths.ts'

const ASKED_TYPES = Object.entries(THREAD_FILE_TYPES)
  .flatMap(([mimeType, { isAsked }]) => (isAsked ? [mimeType] : []))
  .join(',')

export type ChatView = {
  handoffId: string
  company: string | null
  lines: readonly ThreadLine[]
  seq: number
  /** Makes sending the same form twice harmless. */
  once: string
  notice: string | null
  /** What was not taken, so that nobody has to write it again. */
  draft: string
  /** The same of the form for files. */
  fileOnce: string
  fileNotice: string | null
}

export function toChatPage(context: PageContext, view: ChatView): string {
  const { language } = context
  const { chat, files, ended } = language.words
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
      data-sending="${files.sending}"
      data-too-large="${toFileLimit(files.fileTooLarge, language)}"
      data-file-bytes="${THREAD_FILE_BYTES_MAX}"
    >
      <header>
        <h1>
          ${chat.heading}${view.company === null ? null : html` <span class="with">${view.company}</span>`}
        </h1>
        ${toPrivacy(language)}
      </header>
      <section class="log" id="log" role="log" aria-live="polite" aria-label="${chat.log}" tabindex="0">
        ${lines.length === 0 ? html`<p class="empty" id="empty">${chat.empty}</p>` : null}
        ${lines.map((line) => toLine(line, { handoffId, company, language }))}
      </section>
      <form id="write" class="write" method="post" action="${toThreadPath(handoffId, '/messages')}">
        <div id="notices" role="alert">${notice}</div>
        <input type="hidden" name="once" value="${once}" />
        <label for="text">${chat.label}</label>
        <textarea id="text" name="text" rows="3" required maxlength="${THREAD_TEXT_CHARS_MAX}">
${draft}</textarea>
        <div class="row">
          <button type="submit">${chat.send}</button>
          <a class="reload" id="reload" href="${toThreadPath(handoffId)}">${chat.reload}</a>
        </div>
      </form>
      ${toFileForm(view, language)}
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

function toFileForm({ handoffId, fileOnce, fileNotice }: ChatView, language: Language): Html {
  const { files } = language.words
  return html`<details class="files" id="files" ${fileNotice === null ? null : html`open`}>
    <summary>${files.heading}</summary>
    <form
      id="send-file"
      method="post"
      enctype="multipart/form-data"
      action="${toThreadPath(handoffId, '/files')}"
    >
      <div id="file-notices" role="alert">${fileNotice}</div>
      <div id="file-status" role="status"></div>
      <input type="hidden" name="once" value="${fileOnce}" />
      <label for="file">${toFileLimit(files.label, language)}</label>
      <input id="file" name="file" type="file" required accept="${ASKED_TYPES}" />
      <button type="submit">${files.send}</button>
    </form>
  </details>`
}

type LineContext = { handoffId: string; company: string; language: Language }

function toLine(line: ThreadLine, { handoffId, company, language }: LineContext): Html {
  const { seq, from, text, at, isMasked } = line
  const file = toFileView(line, handoffId, language)
  const { tag, words } = language
  const { chat } = words
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  return html`<article class="line ${from}" data-seq="${seq}">
    <p class="who">
      <b>${from === 'customer' ? chat.you : company}</b>
      <time datetime="${at}">${time.format(new Date(at))} UTC</time>
    </p>
    ${
      file === null
        ? html`<p class="words">${text}</p>`
        : html`<p class="words"><a href="${file.path}" download>${file.name}</a> (${file.size})</p>`
    }
    ${isMasked ? html`<p class="masked">${chat.masked}</p>` : null}
  </article>`
}

/** The file of a line as the page shows it; null where it is words. */
export function toFileView(
  { seq, file }: Pick<ThreadLine, 'seq' | 'file'>,
  handoffId: string,
  language: Language,
): { name: string; size: string; path: string } | null {
  if (file === null) return null
  const { name, sizeBytes } = file
  return { name, size: toFileSize(sizeBytes, language), path: toFilePath(handoffId, seq) }
}
