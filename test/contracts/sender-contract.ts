import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Channel, ChannelCapabilities } from '../../shared/channels/contract.ts'
import type { ChannelSender, Credential, PlatformCall } from '../../shared/channels/sender.ts'
import { type ChannelSamples, toWebhookRequest, type Wire } from '../../shared/channels/wire.ts'
import { SEND_FAILURES } from '../../shared/domain/outgoing.ts'
import type { Visibility } from '../../shared/domain/channel-name.ts'
import { AppError } from '../../shared/domain/errors.ts'
import { describeAnswerContract } from './answer-contract.ts'
import type { AttachmentType } from '../../shared/domain/content.ts'
import { MOMENT, toFile, toMessage, toReaction } from './outgoing-samples.ts'
import { writeText } from './wire-contract.ts'

/** Values of a secret that name somebody and open nothing. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'accountSid',
  'consumerKey',
  'apiKey',
  'awsConfigurationSet',
])

/** Whatever is sent: a call that says the same each time, reaches only the platform, and tells no secret in its URL. */
export function describeSenderContract(channel: Channel, wire: Wire, samples: ChannelSamples): void {
  const providers = Object.entries(channel.senders).filter((pair) => pair[1] !== undefined)

  it('this guarantees that every sender has answers to be tested with, and no other provider has', () => {
    expect(Object.keys(samples.sends).sort()).toEqual(providers.map(([provider]) => provider).sort())
  })

  describe.each(providers)('sending with %s', (provider, sender) => {
    const sample = samples.sends[provider]
    if (sender === undefined || sample === undefined) return
    describeManifest(channel, sender)
    for (const [visibility, capabilities] of limitsOf(channel)) {
      describe(visibility, () => {
        describeCalls(channel, sender, { wire, visibility, capabilities, correlated: sample.correlated })
        describeAnswerContract(sender, sample, toMessage(receive(channel, wire, visibility)))
      })
    }
  })
}

function limitsOf({ manifest }: Channel): [Visibility, ChannelCapabilities][] {
  return manifest.visibilities.flatMap((visibility) => {
    const capabilities = manifest.capabilities[visibility]
    return capabilities === undefined ? [] : [[visibility, capabilities]]
  })
}

/** A message of a customer, as it is answered. */
function receive(channel: Channel, wire: Wire, visibility: Visibility) {
  const written = writeText(wire, visibility, null)
  const request = toWebhookRequest(wire.toTextRequest(written, 'http://127.0.0.1:3000'))
  const [cut] = channel.cut(request).envelopes
  if (cut === undefined) throw new Error('Nothing was cut.')
  const { group: _, ...envelope } = cut
  const [event] = channel.parse({
    version: 1,
    source: channel.manifest.name,
    receivedAt: '2026-11-22T12:00:00.000Z',
    ...envelope,
  })
  if (event?.kind !== 'message') throw new Error('The sample is no message.')
  return { event, account: envelope.account.id }
}

function describeManifest({ manifest }: Channel, sender: ChannelSender): void {
  it('this guarantees that what it needs is named in the secret, and is there locally', () => {
    const { keys, local } = manifest.secret
    expect(sender.credentialKeys.flat().filter((key) => !Object.hasOwn(keys, key))).toEqual([])
    expect(sender.credentialKeys.some((set) => set.every((key) => Object.hasOwn(local, key)))).toBe(true)
  })

  it('this guarantees that receiving does without what only sending needs', () => {
    const required = Object.entries(manifest.secret.keys).filter(([, key]) => key.required)
    const sendingOnly = sender.credentialKeys.flat().filter((key) => !/secret|authToken/i.test(key))
    expect(required.map(([key]) => key).filter((key) => sendingOnly.includes(key))).toEqual([])
  })

  it('this guarantees that its hosts are reached by https and are nothing but hosts', () => {
    for (const host of Object.values(sender.hosts)) {
      expect(new URL(host)).toMatchObject({ protocol: 'https:', pathname: '/', search: '', username: '' })
      expect(host).toBe(new URL(host).origin)
    }
  })

  it('this guarantees that each documented refusal has one code, one meaning and a sentence for the agent', () => {
    const codes = sender.refusals.map(({ providerCode }) => providerCode)
    expect(codes).toEqual([...new Set(codes)])
    for (const refusal of sender.refusals) {
      expect(refusal.title).toMatch(/^[A-Z].*[^.]$/)
      if (refusal.kind === 'retry') continue
      expect(Object.keys(SEND_FAILURES)).toContain(refusal.code)
      expect(refusal.optOut && refusal.code !== 'recipient_opted_out').toBe(false)
      if (refusal.account !== null) {
        expect(refusal.account).toMatch(/^[a-z][a-z_]+$/)
        expect(refusal.code).toMatch(/^account_/)
      }
    }
  })
}

type Side = {
  wire: Wire
  visibility: Visibility
  capabilities: ChannelCapabilities
  correlated: readonly Visibility[]
}

function describeCalls(channel: Channel, sender: ChannelSender, side: Side): void {
  const { visibility, capabilities } = side
  const received = receive(channel, side.wire, visibility)
  const message = toMessage(received)
  const sets = sender.credentialKeys.map((keys) => [keys.join(' and ') || 'nothing', keys] as const)

  it.each(sets)(
    'with %s: this guarantees that the same message is the same call, to the platform, with its words and no secret in the URL',
    (_, keys) => {
      const credential = toCredential(keys, received.account)
      const call = sender.toSendCall(message, credential, MOMENT)
      expect(sender.toSendCall(structuredClone(message), { ...credential }, { ...MOMENT })).toEqual(call)
      expectSafe(sender, call, credential)
      expect(wordsOf(call)).toContain(message.text)
    },
  )

  it('this guarantees that nothing is called without a credential', () => {
    if (sender.credentialKeys.some((keys) => keys.length === 0)) return
    for (const credential of [{}, toEmptyCredential(sender)]) {
      expect(() => sender.toSendCall(message, credential, MOMENT)).toThrow(AppError)
    }
  })

  it('this guarantees that our id goes with the message wherever the platform gives it back', () => {
    const call = sender.toSendCall(message, local(channel), MOMENT)
    expect(wordsOf(call).some((text) => text.includes(message.id))).toBe(side.correlated.includes(visibility))
  })

  it('this guarantees that what is answered is named wherever the platform can show it', () => {
    const call = sender.toSendCall(message, local(channel), MOMENT)
    const named = [...wordsOf(call), pathOf(call)].some((text) => text.includes(message.replyTo ?? ' '))
    expect(named).toBe(capabilities.replyTo)
  })

  it.runIf(capabilities.quickRepliesMax > 0)(
    'this guarantees that quick replies go out with title and payload, as many as the limits say',
    () => {
      const quickReplies = Array.from({ length: capabilities.quickRepliesMax }, (_, index) => ({
        title: `Title ${index}`,
        payload: `payload-${index}`,
      }))
      const words = wordsOf(sender.toSendCall({ ...message, quickReplies }, local(channel), MOMENT))
      for (const { title, payload } of quickReplies)
        expect(words).toEqual(expect.arrayContaining([title, payload]))
      expect(words).toContain(message.text)
    },
  )

  it.runIf(sender.files[visibility] !== undefined)(
    'this guarantees that a file of each kind goes out: by its link, from its place, or as what was handed over',
    () => {
      for (const [type, kind] of Object.entries(sender.files[visibility]?.kinds ?? {})) {
        const handedOver = sender.handOver === null ? null : '1880028106020515840'
        const file = toFile(type as AttachmentType, kind.mimeTypes[0] ?? '', handedOver)
        const text = kind.takesText ? message.text : null
        const call = sender.toSendCall({ ...message, text, files: [file] }, local(channel), MOMENT)
        expectSafe(sender, call, local(channel))
        const { url, place } = file
        const ways = [handedOver ?? url, `s3://${place.bucket}/${place.key}`]
        expect(wordsOf(call).some((word) => ways.includes(word))).toBe(true)
        if (text !== null) expect(wordsOf(call)).toContain(text)
      }
    },
  )

  it.runIf(capabilities.templates)('this guarantees that a template goes out with what fills it', () => {
    const template = { name: 'order_update', language: 'de', parameters: ['Ada', '42'] }
    const words = wordsOf(sender.toSendCall({ ...message, text: null, template }, local(channel), MOMENT))
    expect(words).toEqual(expect.arrayContaining(['order_update', 'de', 'Ada', '42']))
  })

  it('this guarantees that there are reactions, read marks, typing and hiding exactly where the limits say so', () => {
    const { account, recipient } = message
    const target = received.event.providerId
    const can = (action: Parameters<ChannelSender['toActionCall']>[0]): boolean => {
      const call = sender.toActionCall(action, local(channel), MOMENT)
      if (call !== null) expectSafe(sender, call, local(channel))
      return call !== null
    }
    const reaction = toReaction(message, target)
    expect([can(reaction), can({ ...reaction, emoji: null })]).toEqual([
      capabilities.reactions,
      capabilities.reactions,
    ])
    if (visibility === 'public') {
      expect(can({ kind: 'hide', account, recipient, target })).toBe(channel.manifest.handoff.hides)
      return
    }
    expect(can({ kind: 'read', account, recipient, target })).toBe(capabilities.markRead)
    expect(can({ kind: 'typing', account, recipient, target })).toBe(capabilities.typing)
  })

  it('this guarantees that any text is sent as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        expect(wordsOf(sender.toSendCall({ ...message, text }, local(channel), MOMENT))).toContain(text)
      }),
      { numRuns: 100 },
    )
  })
}

/** Tokens of OAuth 1.0a begin with the id of the account. */
function toCredential(keys: readonly string[], account: string): Credential {
  return Object.fromEntries(keys.map((key) => [key, `${account}-value-of-${key}`]))
}

function toEmptyCredential({ credentialKeys }: ChannelSender): Credential {
  return Object.fromEntries(credentialKeys.flat().map((key) => [key, '']))
}

function local({ manifest }: Channel): Credential {
  return manifest.secret.local
}

function expectSafe(sender: ChannelSender, call: PlatformCall, credential: Credential): void {
  if (call.kind === 'aws') return
  expect(Object.keys(sender.hosts)).toContain(call.host)
  const url = new URL(`${sender.hosts[call.host]}${call.path}`)
  expect(url.origin).toBe(sender.hosts[call.host])
  expect(Object.keys(call.headers)).toEqual(Object.keys(call.headers).map((name) => name.toLowerCase()))
  const secrets = Object.entries(credential).filter(([key]) => !IDENTIFIERS.has(key))
  for (const [, secret] of secrets) {
    expect(decodeURIComponent(call.path)).not.toContain(secret)
    expect(call.body ?? '').not.toContain(secret)
  }
  expect(call.headers['authorization']).toBeDefined()
}

function pathOf(call: PlatformCall): string {
  return call.kind === 'https' ? decodeURIComponent(call.path) : ''
}

/** Every string of what is sent, decoded. */
function wordsOf(call: PlatformCall): string[] {
  if (call.kind === 'aws') return stringsOf(call.input)
  if (typeof call.body !== 'string') return []
  const isForm = call.headers['content-type'] === 'application/x-www-form-urlencoded'
  return isForm ? [...new URLSearchParams(call.body).values()] : stringsOf(JSON.parse(call.body))
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}
