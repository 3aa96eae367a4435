import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Channel } from '../../shared/channels/contract.ts'
import { toArrivalLink } from '../../shared/domain/handoff/arrival-link.ts'
import type { ChannelSamples } from '../../shared/channels/wire.ts'

const CHANNELS_FOLDER = join(import.meta.dirname, '../../shared/channels')
const LOADED_WITHIN_MS = 20_000

/** Runs in a process of its own: nothing else may have loaded the channel's modules before. */
const WATCHED_IMPORT = `
const reads = []
// Node's own module loader looks at this one.
const isNodes = (name) => name === 'WATCH_REPORT_DEPENDENCIES'
process.env = new Proxy(process.env, {
  get: (env, name) => (reads.push(String(name)), env[name]),
  has: (env, name) => (reads.push(String(name)), name in env),
  ownKeys: (env) => (reads.push('all of it'), Reflect.ownKeys(env)),
})
const { channel } = await import(process.argv[1])
const kept = process.getActiveResourcesInfo().filter((kind) => !/^(?:PipeWrap|TTYWrap|FSReqPromise)$/.test(kind))
process.stdout.write(JSON.stringify({ name: channel.manifest.name, reads: reads.filter((name) => !isNodes(name)), kept }))
`

export function describeManifestContract(channel: Channel, samples: ChannelSamples): void {
  const { manifest } = channel
  const limits = Object.entries(manifest.capabilities)

  describe('manifest', () => {
    it('this guarantees that the local secret has every required key and no unknown one', () => {
      const required = Object.entries(manifest.secret.keys).filter(([, key]) => key.required)
      const local = Object.keys(manifest.secret.local)
      expect(required.length).toBeGreaterThan(0)
      expect(required.map(([name]) => name).filter((name) => !local.includes(name))).toEqual([])
      expect(local.filter((name) => !Object.hasOwn(manifest.secret.keys, name))).toEqual([])
      expect(Object.values(manifest.secret.local)).not.toContain('')
    })

    it('this guarantees that the signing key is required and has a previous one that is not', () => {
      const { secretKey } = samples.signing
      const previousKey = `previous${secretKey.charAt(0).toUpperCase()}${secretKey.slice(1)}`
      expect(manifest.secret.keys[secretKey]?.required).toBe(true)
      expect(manifest.secret.keys[previousKey]?.required).toBe(false)
    })

    it('this guarantees that each of its visibilities has limits, and no other', () => {
      expect(Object.keys(manifest.capabilities).sort()).toEqual([...manifest.visibilities].sort())
    })

    it.each(limits)(
      'this guarantees that its %s limits say when they were last checked',
      (_, { checkedOn }) => {
        expect(checkedOn).toMatch(/^\d{4}-\d\d-\d\d$/)
        expect(new Date(checkedOn).toISOString().slice(0, 10)).toBe(checkedOn)
        expect(Date.parse(checkedOn)).toBeLessThanOrEqual(Date.now())
      },
    )

    it.each(limits)('this guarantees that its %s limits are usable', (_, capabilities) => {
      const { textMaxChars, replyWindow, humanAgentWindow } = capabilities
      expect(textMaxChars).toBeGreaterThan(0)
      for (const duration of [replyWindow, humanAgentWindow]) {
        expect(duration ?? 'PT24H').toMatch(/^P(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?)?$/)
      }
    })

    it('this guarantees that where its public conversations go on in private is a link, or a time', () => {
      const { privateReply, arrivalLink, keepsIdentity } = manifest.handoff
      const isPublic = manifest.visibilities.includes('public')
      expect(privateReply?.within ?? 'P7D').toMatch(/^P\d+D$/)
      if (privateReply !== null || keepsIdentity || manifest.handoff.hides) expect(isPublic).toBe(true)
      if (arrivalLink === null) return
      expect(manifest.visibilities).toContain('private')
      expect(arrivalLink).toMatch(/^(?:https:\/\/|sms:)/)
      for (const [filled] of arrivalLink.matchAll(/\{\w*\}/g)) {
        expect(['{account}', '{number}', '{digits}', '{text}', '{code}']).toContain(filled)
      }
      // What stands in it for an account, filled, is an address again.
      const link = toArrivalLink(manifest.handoff, { id: '+15550001234', name: null }, 'My code is {code}')
      expect(URL.canParse(link?.replaceAll('{code}', 'K7QM-2X4P') ?? '')).toBe(true)
    })

    it('this guarantees that its opt-out and opt-in words are lower case, and none is both', () => {
      const words = [...manifest.optOutWords, ...manifest.optInWords]
      expect(words).toEqual([...new Set(words.map((word) => word.trim().toLowerCase()))])
    })

    it('this guarantees that its place in the URL is one plain segment', () => {
      expect(manifest.ingress.path).toMatch(/^[a-z][a-z0-9-]*$/)
      expect(manifest.title).not.toBe('')
      expect(manifest.visibilities.length).toBeGreaterThan(0)
    })
  })

  it('this guarantees that importing the channel does nothing: no output, no environment, nothing left open', async () => {
    const entry = join(CHANNELS_FOLDER, manifest.name, 'index.ts')
    const child = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', WATCHED_IMPORT, entry],
      { timeout: LOADED_WITHIN_MS },
    )
    expect(child.stderr).toBe('')
    expect(JSON.parse(child.stdout)).toEqual({ name: manifest.name, reads: [], kept: [] })
  })
}
