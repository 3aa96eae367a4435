// What the page does beyond a form and a reload: without it, both still work.

/** Asked so often while somebody looks; less often the longer nothing comes; not at all in the background. */
const PAUSE_MS = 2_000
const PAUSE_MS_MAX = 15_000
const QUIET_ANSWERS = 30
/** Of a photo that is too large, one after the other until it is small enough; the text of a card is read in all. */
const PHOTO_EDGES = [4096, 2560, 1600]

const thread = document.getElementById('thread')
if (thread !== null) start(thread)

function start(thread) {
  const log = document.getElementById('log')
  const form = document.getElementById('write')
  const text = document.getElementById('text')
  const notices = document.getElementById('notices')
  const files = document.getElementById('send-file')
  const file = document.getElementById('file')
  const fileNotices = document.getElementById('file-notices')
  const status = document.getElementById('file-status')
  /** What is sent of a chosen file: the same when it is sent again. */
  const ready = new WeakMap()
  const { news, you, company, notSent, lost, masked, sending, tooLarge, fileBytes } = thread.dataset
  let seq = Number(thread.dataset.seq)
  let quiet = 0
  let timer = 0
  let isOver = false
  let isAsking = false

  for (const time of log.querySelectorAll('time')) showLocally(time)
  document.getElementById('reload').hidden = true
  log.scrollTop = log.scrollHeight
  form.addEventListener('submit', (event) => send(event, text, notices, sendText))
  files.addEventListener('submit', (event) => send(event, file, fileNotices, sendFile))
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

  function sendText() {
    return text.value.trim() === '' ? null : new URLSearchParams(new FormData(form))
  }

  async function sendFile() {
    const chosen = file.files[0]
    if (chosen === undefined) return null
    status.textContent = sending.replace('{name}', () => chosen.name)
    if (!ready.has(chosen)) ready.set(chosen, await shrink(chosen, Number(fileBytes)))
    const body = new FormData(files)
    body.set('file', ready.get(chosen))
    if (body.get('file').size > Number(fileBytes)) throw new Error(tooLarge)
    return body
  }

  async function send(event, field, alert, toBody) {
    event.preventDefault()
    const sent = event.currentTarget
    const button = sent.querySelector('button')
    if (button.disabled) return
    button.disabled = true
    alert.textContent = ''
    try {
      const body = await toBody()
      if (body === null) return
      const response = await fetch(sent.action, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body,
      })
      if (isElsewhere(response)) return
      if (response.status === 413) throw new Error(tooLarge)
      const answer = await response.json()
      if (!response.ok) throw new Error(answer.notice)
      sent.elements.once.value = answer.once
      field.value = ''
      quiet = 0
      clearTimeout(timer)
      await ask()
    } catch (error) {
      // A connection that broke says something else in every browser.
      alert.textContent = error.constructor === Error && error.message !== '' ? error.message : notSent
    } finally {
      status.textContent = ''
      button.disabled = false
      field.focus()
    }
  }

  function add({ seq: number, from, text: words, file: sent, at, isMasked }) {
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
    if (sent === null) said.textContent = words
    else said.append(toLink(sent), ` (${sent.size})`)
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
    document.getElementById('files').remove()
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

function toLink({ name, path }) {
  const link = make('a')
  link.href = path
  link.download = ''
  link.textContent = name
  return link
}

/** A photo that is too large, made smaller, or else the file as it is. */
async function shrink(file, bytesMax) {
  if (file.size <= bytesMax || !file.type.startsWith('image/')) return file
  const picture = await createImageBitmap(file).catch(() => null)
  if (picture === null) return file
  for (const edge of PHOTO_EDGES) {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height))
    const canvas = make('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85))
    const name = `${file.name.replace(/\.[^.]*$/, '')}.jpg`
    if (blob !== null && blob.size <= bytesMax) return new File([blob], name, { type: blob.type })
  }
  return file
}

function showLocally(time) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
