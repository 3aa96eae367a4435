import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'
import type { WireRequest } from '../../shared/channels/wire.ts'
import type { Random } from '../support/random.ts'
import { ProveError } from './prove-error.ts'
import { readCalls } from './reply-fates.ts'

const RETRY_PAUSE_MS = { min: 100, max: 600 }

const Offered = z.looseObject({ id: z.string(), state: z.string() })
const Recipient = z.looseObject({ recipient_id: z.string() })

/** Where customers and agents of handoffs act: whatever is answered with a failure is done again. */
export type Stage = {
  random: Random
  inboxUrl: () => string
  token: () => Promise<string>
  signal: AbortSignal
  /** Of the platforms' emulators, which learn from it who wrote. */
  now: () => Date
}

/** As the platform: again until it is taken. */
export async function write(stage: Stage, toRequest: (inboxUrl: string) => WireRequest): Promise<void> {
  for (;;) {
    stage.signal.throwIfAborted()
    const { url, headers, body } = toRequest(stage.inboxUrl())
    const status = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
      .then(({ status: code }) => code)
      .catch(() => 0)
    if (status >= 200 && status < 300) return
    await rest(stage)
  }
}

/** As an agent: again until it is done. A conversation that is not there yet comes. */
export async function call(stage: Stage, path: string, key: string | null, body?: object): Promise<unknown> {
  for (;;) {
    stage.signal.throwIfAborted()
    const answer = await ask(stage, path, { method: 'POST', key, body })
    if (answer.status >= 200 && answer.status < 300) return answer.body
    // It ended by itself in the meantime.
    if (answer.status === 409 && path.endsWith('/cancel')) return answer.body
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 404 && answer.status !== 429) {
      throw new ProveError(`${path} was refused with ${answer.status}: ${JSON.stringify(answer.body)}`)
    }
    await rest(stage)
  }
}

/** The state that a handoff has once the platform has said what it makes of the offer. */
export async function settled(stage: Stage, handoffId: string): Promise<string> {
  for (;;) {
    stage.signal.throwIfAborted()
    const { status, body } = await ask(stage, `/v1/handoffs/${handoffId}`, { method: 'GET', key: null })
    const handoff = Offered.safeParse(body).data
    if (status === 200 && handoff !== undefined && handoff.state !== 'offered') return handoff.state
    // Nobody may ever learn it of an offer whose answer was lost.
    if (status === 200 && (await isUnknown(stage, handoffId))) return 'unknown'
    await rest(stage)
  }
}

const Entries = z.looseObject({
  data: z.array(z.looseObject({ kind: z.string(), status: z.string().optional() })),
})

async function isUnknown(stage: Stage, handoffId: string): Promise<boolean> {
  const { body: handoff } = await ask(stage, `/v1/handoffs/${handoffId}`, { method: 'GET', key: null })
  const place = z.looseObject({ publicConversationId: z.string() }).safeParse(handoff).data
  if (place === undefined) return false
  const path = `/v1/conversations/${place.publicConversationId}/entries`
  const { body } = await ask(stage, path, { method: 'GET', key: null })
  return Entries.safeParse(body).data?.data.some(({ status }) => status === 'unknown') ?? false
}

export async function ask(
  { inboxUrl, token }: Stage,
  path: string,
  { method, key, body }: { method: string; key: string | null; body?: object | undefined },
): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(inboxUrl() + path, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === null ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  } catch {
    return { status: 0, body: null }
  }
}

/** Who the private answer to this public message went to, as the platform said. */
export async function findRecipient({ inboxUrl }: Stage, publicId: string): Promise<string | null> {
  for (const { request, response } of (await readCalls(inboxUrl())).toReversed()) {
    if (!JSON.stringify(request.body).includes(`"${publicId}"`) || response === null) continue
    const recipient = Recipient.safeParse(response.body).data
    if (recipient !== undefined) return recipient.recipient_id
  }
  return null
}

export function rest({ random }: Stage): Promise<void> {
  return wait(random.integer(RETRY_PAUSE_MS.min, RETRY_PAUSE_MS.max))
}
