// What the page does beyond a form and a reload: without it, both still work.

/** Asked so often while somebody looks; less often the longer nothing comes; not at all in the background. */
const PAUSE_MS = 2_000
const PAUSE_MS_MAX = 15_000
const QUIET_ANSWERS = 30

const thread = document.getElementById('thread')
if (thread !== null) start(thread)

function start(thread) {
  const log = document.getElementById('log')
  const form = document.getElementById('write')
  const text = document.getElementById('text')
  const notices = document.getElementById('notices')
  const { news, you, company, notSent, lost, masked } = thread.dataset
  let seq = Number(thread.dataset.seq)
  let quiet = 0
  let timer = 0
  let isOver = false
  let isAsking = false

  for (const time of log.querySelectorAll('time')) showLocally(time)
  document.getElementById('reload').hidden = true
  log.scrollTop = log.scrollHeight
  form.addEventListener('submit', send)
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer)
    else soon(0)
  })
  soon(PAUSE_MS)

  function soon(pauseMs) {
    clearTimeout(timer)
    if (isOver || document.hidden) return
    timer = setTimeout(ask, pauseMs)
  }

  async function ask() {
    if (isAsking) return
    isAsking = true
    try {
      const response = await fetch(`${news}?after=${seq}`, { headers: { accept: 'application/json' } })
      if (isElsewhere(response)) return
      if (!response.ok) throw new Error(String(response.status))
      const answer = await response.json()
      if (notices.textContent === lost) notices.textContent = ''
      quiet = answer.lines.length > 0 ? 0 : quiet + 1
      answer.lines.forEach(add)
      seq = Math.max(seq, answer.seq)
    } catch {
      quiet += 1
      if (quiet > 1) notices.textContent = lost
    } finally {
      isAsking = false
      const slower = Math.max(0, quiet - QUIET_ANSWERS)
      soon(Math.min(PAUSE_MS * 1.2 ** slower, PAUSE_MS_MAX))
    }
  }

  async function send(event) {
    event.preventDefault()
    const button = form.querySelector('button')
    if (text.value.trim() === '' || button.disabled) return
    button.disabled = true
    notices.textContent = ''
    try {
      const response = await fetch(form.action, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams(new FormData(form)),
      })
      if (isElsewhere(response)) return
      const answer = await response.json()
      if (!response.ok) throw new Error(answer.notice)
      form.elements.once.value = answer.once
      text.value = ''
      quiet = 0
      clearTimeout(timer)
      await ask()
    } catch (error) {
      // A connection that broke says something else in every browser.
      notices.textContent = error.constructor === Error && error.message !== '' ? error.message : notSent
    } finally {
      button.disabled = false
      text.focus()
    }
  }

  function add({ seq: number, from, text: words, at, isMasked }) {
    if (log.querySelector(`[data-seq="${Number(number)}"]`) !== null) return
    document.getElementById('empty')?.remove()
    const line = make('article', `line ${from === 'customer' ? 'customer' : 'company'}`)
    line.dataset.seq = String(Number(number))
    const who = make('p', 'who')
    const name = make('b')
    name.textContent = from === 'customer' ? you : company
    const time = make('time')
    time.dateTime = at
    showLocally(time)
    who.append(name, ' ', time)
    const said = make('p', 'words')
    said.textContent = words
    line.append(who, said)
    if (isMasked) {
      const hint = make('p', 'masked')
      hint.textContent = masked
      line.append(hint)
    }
    log.append(line)
    log.scrollTop = log.scrollHeight
  }

  /** Whether the conversation is not on this page any more. */
  function isElsewhere({ status }) {
    if (status === 410) end()
    if (status === 404) location.reload()
    return status === 410 || status === 404
  }

  function end() {
    isOver = true
    clearTimeout(timer)
    form.remove()
    document.getElementById('end').remove()
    log.replaceChildren()
    log.hidden = true
    const over = document.getElementById('over')
    over.hidden = false
    over.focus()
  }
}

function make(tag, className = '') {
  const element = document.createElement(tag)
  if (className !== '') element.className = className
  return element
}

function showLocally(time) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
