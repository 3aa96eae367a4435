import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  HAND_OVER_MS,
  handOverFiles,
  type HandOverDeps,
} from '../../../../shared/app/media/hand-over-files.ts'
import type { CallResult } from '../../../../shared/app/delivery-ports.ts'
import type {
  FileHandOver,
  OutgoingMessage,
  PlatformAnswer,
  PlatformCall,
} from '../../../../shared/channels/sender.ts'

const BYTES = Buffer.from('0123456789')
const answer = (body: unknown): PlatformAnswer => ({
  kind: 'https',
  status: 200,
  headers: {},
  body: JSON.stringify(body),
})
const call = (path: string, body: Uint8Array | null = null): PlatformCall => ({
  kind: 'https',
  host: 'x',
  method: 'POST',
  path,
  headers: {},
  body,
})
const read = (answered: PlatformAnswer): Record<string, unknown> =>
  JSON.parse(answered.kind === 'https' ? answered.body : '{}') as Record<string, unknown>
const REFUSED = {
  kind: 'failed',
  code: 'account_refused',
  account: 'token_refused',
  optOut: false,
  providerCode: '401',
  title: 'No',
} as const

/** A platform in as few words as it takes. */
const HAND_OVER: FileHandOver = {
  pieceBytes: 4,
  begin: () => call('begin'),
  readBegun: (answered) => {
    const { id } = read(answered)
    return typeof id === 'string' ? { kind: 'begun', id } : REFUSED
  },
  append: (_, { index, bytes }) => call(`append ${index}`, bytes),
  readAppended: (answered) => (read(answered)['no'] === true ? REFUSED : { kind: 'appended' }),
  finish: () => call('finish'),
  ask: () => call('ask'),
  readState: (answered) => {
    const { waitMs } = read(answered)
    return typeof waitMs === 'number' ? { kind: 'pending', waitMs } : { kind: 'ready' }
  },
}

function toMessage(
  count: number,
  sha256 = createHash('sha256').update(BYTES).digest('hex'),
): OutgoingMessage {
  const file = {
    type: 'image' as const,
    name: 'a.png',
    mimeType: 'image/png',
    sizeBytes: BYTES.byteLength,
    sha256,
    url: 'https://files.example.com/a',
    place: { bucket: 'files', key: 'a' },
    handedOver: null,
  }
  return {
    id: 'msg_1',
    account: '1',
    visibility: 'private',
    recipient: { channel: 'x', scope: '-', externalId: '2' },
    replyTo: null,
    root: null,
    privateReplyTo: null,
    messageLink: null,
    text: null,
    files: Array.from({ length: count }, () => file),
    quickReplies: [],
    template: null,
    rule: 'standard',
    statusUrl: 'https://inbox.example.com',
  }
}

/** Plays the platform: what it answers to each call, each of which takes a while. */
function run(message: OutgoingMessage, answers: Readonly<Record<string, CallResult>>, callMs = 10) {
  const calls: { path: string; body: string }[] = []
  let nowMs = 0
  const deps: HandOverDeps = {
    platform: {
      call: (made) => {
        nowMs += callMs
        if (made.kind !== 'https') throw new Error('An HTTPS call was to be expected.')
        const body = made.body === null ? '' : Buffer.from(made.body).toString()
        calls.push({ path: made.path, body })
        return Promise.resolve(answers[made.path] ?? { kind: 'answered', answer: answer({ id: 'media-1' }) })
      },
    },
    files: {
      // Chunks of another size than the pieces.
      open: async function* () {
        for (let at = 0; at < BYTES.byteLength; at += 3) yield BYTES.subarray(at, at + 3)
      },
    },
    clock: { now: () => new Date(nowMs) },
    pacer: {
      sleep: (ms) => {
        nowMs += ms
        return Promise.resolve()
      },
    },
    nextNonce: () => 'once',
  }
  const order = { message, handOver: HAND_OVER, hosts: {}, credential: {} }
  return handOverFiles(deps, order).then((outcome) => ({ outcome, calls, nowMs }))
}

const answered = (body: unknown): CallResult => ({ kind: 'answered', answer: answer(body) })

describe('handing files over: this guarantees that', () => {
  it('each goes in pieces, in order, whole, and is named by the platform’s id', async () => {
    const { outcome, calls } = await run(toMessage(2), {})
    const one = ['begin', 'append 0', 'append 1', 'append 2', 'finish']
    expect(calls.map(({ path }) => path)).toEqual([...one, ...one])
    expect(
      calls
        .slice(0, 5)
        .map(({ body }) => body)
        .join(''),
    ).toBe(BYTES.toString())
    expect(outcome).toMatchObject({
      kind: 'ready',
      files: [{ handedOver: 'media-1' }, { handedOver: 'media-1' }],
    })
  })

  it('one that is worked on is waited for', async () => {
    const { outcome, calls, nowMs } = await run(toMessage(1), { finish: answered({ waitMs: 2000 }) })
    expect(calls.at(-1)?.path).toBe('ask')
    expect([outcome.kind, nowMs >= 2000]).toEqual(['ready', true])
  })

  it('one that is worked on for too long is tried again no sooner than the platform says', async () => {
    const { outcome } = await run(toMessage(1), { finish: answered({ waitMs: HAND_OVER_MS + 1 }) })
    expect(outcome).toMatchObject({ kind: 'retry', afterMs: HAND_OVER_MS + 1, ofAccount: false })
  })

  it('a platform that is slow or never done takes no more than its time', async () => {
    const slow = await run(toMessage(1), {}, HAND_OVER_MS / 2 + 1)
    expect(slow.outcome).toMatchObject({ kind: 'retry' })
    expect(slow.calls.length).toBeLessThanOrEqual(3)
    const never = await run(toMessage(1), {
      finish: answered({ waitMs: 500 }),
      ask: answered({ waitMs: 500 }),
    })
    expect(never.outcome).toMatchObject({ kind: 'retry', afterMs: 500 })
    expect(never.nowMs).toBeLessThanOrEqual(HAND_OVER_MS + 500)
  })

  it.each(['begin', 'append 1', 'finish'])('a call without an answer is tried again: %s', async (path) => {
    const { outcome } = await run(toMessage(1), { [path]: { kind: 'unclear', title: 'ECONNRESET' } })
    expect(outcome).toMatchObject({ kind: 'retry', title: 'ECONNRESET' })
  })

  it('a refusal is the message’s, and nothing more is handed over', async () => {
    const { outcome, calls } = await run(toMessage(2), { 'append 1': answered({ no: true }) })
    expect(outcome).toEqual(REFUSED)
    expect(calls.map(({ path }) => path)).toEqual(['begin', 'append 0', 'append 1'])
  })

  it('other bytes than were put up are never finished', async () => {
    const { outcome, calls } = await run(toMessage(1, 'f'.repeat(64)), {})
    expect(outcome).toMatchObject({ kind: 'failed', code: 'content_refused' })
    expect(calls.map(({ path }) => path)).not.toContain('finish')
  })
})
