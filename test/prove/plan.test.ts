import { describe, expect, it } from 'vitest'
import { findChannel } from '../../shared/channels/registry.ts'
import { makePlan } from './plan.ts'

const SETTINGS = { entries: 300, customers: 20, startAt: new Date('2026-11-22T00:00:00Z') }
const INBOX = 'http://127.0.0.1:3000'
const toBodies = (seed: number): string[] =>
  makePlan({ ...SETTINGS, seed }).posts.map(({ toRequest }) => Buffer.from(toRequest(INBOX).body).toString())

describe('a plan: this guarantees that', () => {
  it('a seed gives the same requests in the same order, another seed gives others', () => {
    expect(toBodies(1)).toEqual(toBodies(1))
    expect(toBodies(1)).not.toEqual(toBodies(2))
  })

  it.each([1, 2, 3])(
    'it has exactly the entries asked for, and a fifth and more comes again (seed %i)',
    (seed) => {
      const { lanes, posts, repeats } = makePlan({ ...SETTINGS, seed })
      expect(lanes.flatMap(({ entries }) => entries)).toHaveLength(SETTINGS.entries)
      expect(lanes.every(({ entries }) => entries.length > 0)).toBe(true)
      const steps = lanes.reduce((sum, lane) => sum + lane.steps.length, 0)
      expect(repeats / steps).toBeGreaterThan(0.2)
      expect(repeats / steps).toBeLessThan(0.6)
      expect(posts.some(({ hasTwin }) => hasTwin) && posts.some(({ isLate }) => isLate)).toBe(true)
    },
  )

  it('a customer’s events go in their order, and each body waits for the one before', () => {
    const { posts, lanes } = makePlan({ ...SETTINGS, seed: 1 })
    const firstPost = new Map<string, number>()
    posts.forEach(({ toRequest, carrier }, index) => {
      const { url, headers, body } = toRequest(INBOX)
      const request = { method: 'POST', url, rawQuery: '', headers, body }
      for (const { account, key } of findChannel(carrier)?.cut(request).envelopes ?? []) {
        const name = `${account.id} ${key}`
        if (!firstPost.has(name)) firstPost.set(name, index)
      }
    })
    for (const { accountId, entries } of lanes) {
      const places = entries.map(({ providerId }) => {
        const keys = ['message', 'echo'].map((kind) => `${accountId} ${kind}:${providerId}`)
        return keys.map((key) => firstPost.get(key)).find((place) => place !== undefined)
      })
      expect(places).not.toContain(undefined)
      expect(places).toEqual(places.toSorted((left, right) => (left ?? 0) - (right ?? 0)))
    }
    expect(posts.every(({ after }, index) => after.every((earlier) => earlier < index))).toBe(true)
  })

  it('some receipts, edits and removals come before their message', () => {
    const { lanes } = makePlan({ ...SETTINGS, seed: 1 })
    const early = lanes.flatMap(({ steps }) => {
      const written = new Set<unknown>()
      return steps.filter((step) => {
        if (step.carrier === 'sms') return false
        const { item } = step.piece
        written.add(step.piece.list === 'statuses' ? null : item['id'])
        const edit = (item['edit'] ?? item['revoke']) as { original_message_id: string } | undefined
        const target = step.piece.list === 'statuses' ? item['id'] : edit?.original_message_id
        return target !== undefined && !written.has(target)
      })
    })
    expect(
      new Set(early.map((step) => (step.carrier === 'sms' ? '' : (step.piece.item['type'] ?? 'status')))),
    ).toEqual(new Set(['edit', 'revoke', 'status']))
  })
})
