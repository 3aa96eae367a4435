import * as z from 'zod'
import { toThreadId } from '../../shared/app/thread/find-visitor.ts'
import { call, rest, type Stage } from './handoff-stage.ts'
import { ProveError } from './prove-error.ts'
import { readCalls } from './reply-fates.ts'

const LINK = /(\/t\/[A-Za-z0-9_-]{43})/
const CODE = /\b([2-9A-Z]{4}-[2-9A-Z]{4})\b/
/** After so long a customer does not look any more whether something came. */
const LOOKS_FOR_MS = 40_000
/** How often a customer tries to get in. An answer that was lost may have used up the code, or held the cookie. */
const TRIES = 4

const Page = z.looseObject({ lines: z.array(z.looseObject({ text: z.string() })) })

type Browser = { stage: Stage; cookies: Map<string, string> }
type Answer = { status: number; location: string; text: string }

/**
 * The customer of a secure thread in a browser: link, button, code, their lines, the agent's answer. What they could not get,
 * because the platform took it from nobody, keeps them out.
 */
export async function visitThread(
  stage: Stage,
  visit: { handoffId: string; recipient: string; lines: readonly string[]; mark: string },
): Promise<{ privateWords: string[]; page: string[] | null }> {
  const { handoffId, recipient, lines, mark } = visit
  const browser: Browser = { stage, cookies: new Map() }
  const place = `/t/c/${handoffId}`
  const outside = { privateWords: [], page: null }
  const [link] = await waitFor(stage, recipient, LINK, 1)
  if (link === undefined || !(await enter(browser, { link, place, recipient }))) return outside
  for (const [index, text] of lines.entries()) {
    const once = `${handoffId.slice(-16)}_${index}_once`
    const said = await again(browser, () =>
      submit(browser, `${place}/messages`, { text, once }, 'application/json'),
    )
    if (said.status !== 200) throw new ProveError(`${place} did not take a line: ${said.status} ${said.text}`)
  }
  const answer = `${mark} we have it, thank you`
  await call(stage, `/v1/conversations/${toThreadId(handoffId)}/messages`, `answer ${handoffId}`, {
    text: answer,
  })
  const shown = await again(browser, () => load(browser, `${place}/messages?after=0`))
  const page = Page.parse(JSON.parse(shown.text)).lines.map(({ text }) => text)
  return { privateWords: [...lines, answer], page }
}

async function enter(
  browser: Browser,
  { link, place, recipient }: { link: string; place: string; recipient: string },
): Promise<boolean> {
  const { stage } = browser
  for (let tries = 1; tries <= TRIES; tries++) {
    const pressed = await again(browser, () => submit(browser, link, {}))
    if (pressed.location === place && (await isInside(browser, place))) return true
    const codes = await waitFor(stage, recipient, CODE, tries)
    const code = codes.at(-1)
    if (code === undefined) return false
    const proved = await again(browser, () => submit(browser, `${place}/code`, { code }))
    if (proved.location === place && (await isInside(browser, place))) return true
    await again(browser, () => submit(browser, `${place}/new-code`, {}))
  }
  return false
}

async function isInside(browser: Browser, place: string): Promise<boolean> {
  const { status } = await again(browser, () => load(browser, `${place}/messages?after=0`))
  return status === 200
}

/** What the platform brought to somebody that looks so, the oldest first: once there are as many, or nobody waits any more. */
async function waitFor(stage: Stage, recipient: string, pattern: RegExp, count: number): Promise<string[]> {
  const until = Date.now() + LOOKS_FOR_MS
  for (;;) {
    stage.signal.throwIfAborted()
    const bodies = (await readCalls(stage.inboxUrl()))
      .filter(({ response }) => response === null || response.status === 200)
      .map(({ request }) => JSON.stringify(request.body))
    const found = bodies.flatMap((body) =>
      body.includes(`"${recipient}"`) ? (pattern.exec(body)?.[1] ?? []) : [],
    )
    const each = [...new Set(found)]
    if (each.length >= count || Date.now() > until) return each
    await rest(stage)
  }
}

/** Until the inbox answers for itself. */
async function again({ stage }: Browser, ask: () => Promise<Answer | null>): Promise<Answer> {
  for (;;) {
    stage.signal.throwIfAborted()
    const answer = await ask().catch(() => null)
    if (answer !== null && answer.status < 500 && answer.status !== 429) return answer
    await rest(stage)
  }
}

function load(browser: Browser, path: string): Promise<Answer> {
  return request(browser, path, { headers: { accept: 'application/json' } })
}

function submit(
  browser: Browser,
  path: string,
  form: Record<string, string>,
  accept = 'text/html',
): Promise<Answer> {
  const { origin } = new URL(browser.stage.inboxUrl())
  return request(browser, path, {
    method: 'POST',
    headers: { accept, origin },
    body: new URLSearchParams(form),
  })
}

async function request(
  { stage, cookies }: Browser,
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers: Record<string, string> },
): Promise<Answer> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(stage.inboxUrl() + path, {
    ...init,
    headers: { ...headers, cookie },
    redirect: 'manual',
  })
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';')
    cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
  }
  const location = response.headers.get('location') ?? ''
  return { status: response.status, location, text: await response.text() }
}
