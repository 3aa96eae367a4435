import { lookup as lookUpName, type LookupAddress } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import { promisify } from 'node:util'
import { FileInterrupted } from '../app/media/file-interrupted.ts'
import type { FilePlaces, FileSource, OpenFile, OpenOutcome } from '../app/media/media-ports.ts'
import type { FileRequest } from '../channels/media.ts'
import { type CheckedAddress, checkFileAddress, toOwnOrigins } from './file-address.ts'
import { isPublicAddress } from './public-address.ts'

const REDIRECTS_MAX = 3
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export type FileSourceOptions = {
  /** Base URLs in the place of the platforms' own, by name. What they name may lie on a private address. */
  bases: Readonly<Record<string, string>>
  /** From looking up the name to the head of the answer; and between one piece of the file and the next. */
  answerTimeoutMs: number
  pauseTimeoutMs: number
  /** For the whole file. */
  fileTimeoutMs: number
  /** Of a test. */
  resolve?: (hostname: string) => Promise<readonly LookupAddress[]>
  isPublic?: (address: string) => boolean
}

type Hop = { address: CheckedAddress & { kind: 'allowed' }; headers: Readonly<Record<string, string>> }
type Pinned = { kind: 'pinned'; addresses: readonly LookupAddress[] } | { kind: 'refused'; reason: string }

/**
 * Fetches what platforms name, and nothing else: an address in a webhook is a stranger's word. Each hop is checked alike,
 * and the connection goes to the very addresses that were checked, whatever the name says a moment later.
 */
export function createFileSource(options: FileSourceOptions): FileSource {
  const ownOrigins = toOwnOrigins(options.bases)
  return {
    open: async (request, places) => {
      const rules = { fileHosts: places.fileHosts, ownOrigins }
      let next = { url: toUrl(request, { ...places.hosts, ...options.bases }), headers: request.headers }
      for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
        const address = checkFileAddress(next.url, rules)
        if (address.kind === 'refused') return address
        const outcome = await openHop({ address, headers: next.headers }, options)
        if (outcome.kind !== 'opened') return outcome
        const location = REDIRECTS.has(outcome.file.status) ? outcome.file.headers['location'] : undefined
        if (location === undefined) return outcome
        outcome.file.close()
        const target = URL.parse(location, address.url.href)
        if (target === null) return { kind: 'refused', reason: 'no_url' }
        const isSame = target.origin === address.url.origin
        next = { url: target.href, headers: isSame ? next.headers : withoutCredential(next.headers) }
      }
      return { kind: 'refused', reason: 'too_many_redirects' }
    },
  }
}

function toUrl({ at }: FileRequest, hosts: FilePlaces['hosts']): string {
  if ('url' in at) return at.url
  const base = hosts[at.host]
  if (base === undefined)
    throw new TypeError(`a file lies on the host ${at.host}, which its channel does not name`)
  return `${base.replace(/\/$/, '')}${at.path}`
}

function withoutCredential(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  )
}

async function openHop(hop: Hop, options: FileSourceOptions): Promise<OpenOutcome> {
  const deadline = AbortSignal.timeout(options.answerTimeoutMs)
  const pinned = await Promise.race([pin(hop.address, options), expired(deadline)]).catch(() => null)
  if (pinned === null)
    return { kind: 'unanswered', code: deadline.aborted ? 'media_timeout' : 'media_unavailable' }
  return pinned.kind === 'refused' ? pinned : connect(hop, pinned.addresses, options, deadline)
}

/** Every address that the name leads to must be public: one that is not says that the name is not the platform's. */
async function pin(
  { url, isOwn }: Hop['address'],
  { resolve = resolveAll, isPublic = isPublicAddress }: FileSourceOptions,
): Promise<Pinned> {
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const addresses = await resolve(hostname)
  if (addresses.length === 0) throw new Error('the name leads nowhere')
  if (isOwn || addresses.every(({ address }) => isPublic(address))) return { kind: 'pinned', addresses }
  return { kind: 'refused', reason: 'private_address' }
}

const lookUpAll = promisify(lookUpName)

function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  return lookUpAll(hostname, { all: true })
}

async function expired(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true })
  })
}

function connect(
  { address: { url }, headers }: Hop,
  addresses: readonly LookupAddress[],
  options: FileSourceOptions,
  answerDeadline: AbortSignal,
): Promise<OpenOutcome> {
  const settings: RequestOptions = {
    method: 'GET',
    headers: {
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': 'inlet',
      ...headers,
      connection: 'close',
    },
    agent: false,
    lookup: (_hostname, { all }, callback) => {
      const [first] = addresses
      if (all === true || first === undefined) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    },
  }
  return new Promise((resolve) => {
    let outgoing: ReturnType<typeof httpRequest>
    try {
      outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, settings)
    } catch {
      // A header that cannot be one, such as a token stored with the end of its line.
      return resolve({ kind: 'unanswered', code: 'media_unavailable' })
    }
    const giveUp = (): void => {
      resolve({ kind: 'unanswered', code: 'media_timeout' })
      outgoing.destroy()
    }
    answerDeadline.addEventListener('abort', giveUp, { once: true })
    outgoing.on('error', () => resolve({ kind: 'unanswered', code: 'media_unavailable' }))
    outgoing.once('response', (response) => {
      answerDeadline.removeEventListener('abort', giveUp)
      resolve({ kind: 'opened', file: toOpenFile(response, options) })
    })
    outgoing.end()
  })
}

function toOpenFile(response: IncomingMessage, options: FileSourceOptions): OpenFile {
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    ),
    chunks: read(response, options),
    close: () => {
      // Nobody listens any more.
      response.on('error', () => undefined)
      response.destroy()
    },
  }
}

async function* read(
  response: IncomingMessage,
  { pauseTimeoutMs, fileTimeoutMs }: FileSourceOptions,
): AsyncGenerator<Uint8Array> {
  const late = new FileInterrupted('media_timeout')
  const whole = setTimeout(() => response.destroy(late), fileTimeoutMs)
  let pause = setTimeout(() => response.destroy(late), pauseTimeoutMs)
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      clearTimeout(pause)
      yield chunk
      // Time that the other side takes, not ours.
      pause = setTimeout(() => response.destroy(late), pauseTimeoutMs)
    }
  } catch (error) {
    throw error instanceof FileInterrupted ? error : new FileInterrupted('media_unavailable')
  } finally {
    clearTimeout(whole)
    clearTimeout(pause)
  }
}
