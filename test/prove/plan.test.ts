import { describe, expect, it } from 'vitest'
import type { CutEnvelope } from '../../shared/channels/contract.ts'
import { CHANNELS, findChannel } from '../../shared/channels/registry.ts'
import { toWebhookRequest } from '../../shared/channels/wire.ts'
import { carry, parseCarried } from '../contracts/carry.ts'
import { makePlan, type Post } from './plan.ts'

const NAMES = CHANNELS.map(({ manifest }) => manifest.name)
const SETTINGS = {
  entries: 400,
  customers: 40,
  startAt: new Date('2026-11-22T00:00:00Z'),
  channels: NAMES,
}
const INBOX = 'http://127.0.0.1:3000'
const toBodies = (seed: number): string[] =>
  makePlan({ ...SETTINGS, seed })
    .rounds.flat()
    .map(({ toRequest }) => Buffer.from(toRequest(INBOX).body).toString())

function cut({ channel: name, published, toRequest }: Post): CutEnvelope[] {
  const channel = findChannel(name)
  if (published !== null)
    return channel?.cutTopic?.({ body: published, sentAt: '2026-11-22T12:00:00Z' }).envelopes ?? []
  return channel?.cut(toWebhookRequest(toRequest(INBOX))).envelopes ?? []
}

/** What the channels themselves make of everything that is sent, in its order. */
function readEvents(posts: readonly Post[]) {
  return posts.flatMap((post) =>
    cut(post).flatMap((envelope) => {
      const channel = findChannel(post.channel)
      if (channel === undefined) return []
      const events = parseCarried(channel, carry(channel, envelope))
      return events.map((event) => ({ accountId: envelope.account.id, event }))
    }),
  )
}

describe('a plan: this guarantees that', () => {
  it('a seed gives the same requests in the same order, another seed gives others', () => {
    expect(toBodies(1)).toEqual(toBodies(1))
    expect(toBodies(1)).not.toEqual(toBodies(2))
  })

  it.each([1, 2, 3])(
    'it has exactly the entries asked for, and a fifth and more comes again (seed %i)',
    (seed) => {
      const { lanes, rounds, repeats } = makePlan({ ...SETTINGS, seed })
      const posts = rounds.flat()
      expect(lanes.flatMap(({ entries }) => entries)).toHaveLength(SETTINGS.entries)
      expect(lanes.every(({ entries }) => entries.length > 0)).toBe(true)
      const steps = lanes.flatMap((lane) => lane.rounds.flat()).length
      expect(repeats / steps).toBeGreaterThan(0.2)
      expect(repeats / steps).toBeLessThan(0.6)
      expect(posts.some(({ hasTwin }) => hasTwin) && posts.some(({ isLate }) => isLate)).toBe(true)
    },
  )

  it('every channel of the registry is played, in public where it can be, and by its topic where it has one', () => {
    const { lanes, rounds } = makePlan({ ...SETTINGS, seed: 1 })
    const played = new Set(rounds.flat().map(({ channel }) => channel))
    expect([...played].sort()).toEqual([...NAMES].sort())
    const places = new Set(lanes.map(({ channel, visibility }) => `${channel} ${visibility}`))
    for (const { manifest } of CHANNELS) {
      for (const visibility of manifest.visibilities)
        expect(places).toContain(`${manifest.name} ${visibility}`)
    }
    const topics = new Set(
      rounds.flat().flatMap(({ channel, published }) => (published === null ? [] : channel)),
    )
    expect([...topics]).toEqual(
      CHANNELS.flatMap(({ manifest }) => (manifest.topic === null ? [] : manifest.name)),
    )
  })

  it.each(NAMES)('only %s is played when it is chosen', (name) => {
    const { rounds } = makePlan({ ...SETTINGS, seed: 1, channels: [name] })
    expect(new Set(rounds.flat().map(({ channel }) => channel))).toEqual(new Set([name]))
  })

  it('each body waits for the one before of the same customer', () => {
    const { rounds } = makePlan({ ...SETTINGS, seed: 1 })
    for (const posts of rounds) {
      expect(posts.every(({ after }, index) => after.every((earlier) => earlier < index))).toBe(true)
    }
    const waiting = rounds[0]?.filter(({ after }) => after.length > 0) ?? []
    expect(waiting.length).toBeGreaterThan(SETTINGS.entries / 4)
  })

  it('the channels read in it what is expected: every message, in its customer’s order', () => {
    const { lanes, rounds } = makePlan({ ...SETTINGS, seed: 1 })
    const firsts = new Map<string, number>()
    readEvents(rounds.flat()).forEach(({ accountId, event }, index) => {
      const isWritten =
        event.kind === 'message' ||
        event.kind === 'echo' ||
        (event.kind === 'unsupported' && event.thread !== null)
      if (isWritten && !firsts.has(`${accountId} ${event.providerId}`)) {
        firsts.set(`${accountId} ${event.providerId}`, index)
      }
    })
    for (const { accountId, entries } of lanes) {
      for (const { providerId } of entries) expect(firsts.has(`${accountId} ${providerId}`)).toBe(true)
    }
    expect(firsts.size).toBe(lanes.flatMap(({ entries }) => entries).length)
  })

  it('some of what is about a message comes before it, and so do some of our own answers', () => {
    const { rounds } = makePlan({ ...SETTINGS, seed: 1 })
    const written = new Set<string>()
    const early = new Set<string>()
    for (const { event } of readEvents(rounds.flat())) {
      if ('target' in event && !written.has(event.target)) early.add(event.kind)
      if (event.kind === 'echo' && event.thread.party === null && !written.has(event.thread.parent))
        early.add('own')
      if ('providerId' in event) written.add(event.providerId)
    }
    expect([...early].sort()).toEqual(['edit', 'hiding', 'own', 'receipt', 'removal'])
  })

  it('people turn out to be one, in a round of its own', () => {
    const { lanes, rounds } = makePlan({ ...SETTINGS, seed: 1 })
    expect(rounds.length).toBe(2)
    const kinds = rounds.map((posts) => new Set(readEvents(posts).map(({ event }) => event.kind)))
    expect(kinds.map((found) => found.has('identity_change'))).toEqual([false, true])
    expect(lanes.some(({ person }) => person.length === 2)).toBe(true)
  })
})
