import * as z from 'zod'
import { findChannel } from '../../shared/channels/registry.ts'
import type { Wire, WireFileKind, WireRequest, WireText } from '../../shared/channels/wire.ts'
import { SAMPLES } from '../platforms/media/sample-files.ts'
import { loadWire } from '../support/load-wire.ts'
import type { Random } from '../support/random.ts'
import type { SimulateArguments } from './arguments.ts'
import { SimulateError } from './simulate-error.ts'

/** Sends one message of a made-up customer to a running inbox. Returns what to tell; throws `SimulateError` unless it was accepted. */
export async function simulate(
  { channel, visibility, root, provider, text, press, from, account, name, media }: SimulateArguments,
  { inboxUrl, random, now }: { inboxUrl: string; random: Random; now: Date },
): Promise<string> {
  const { wire } = await loadWire(channel).catch((error: unknown) => {
    throw new SimulateError(error instanceof Error ? error.message : String(error))
  })
  const manifest = findChannel(channel)?.manifest
  const isByTopic = provider !== manifest?.provider
  const customer = from ?? wire.createCustomer(random, provider)
  const ours = account ?? wire.account
  const id = wire.createMessageId(random, visibility)
  const written = { id, customer, account: ours, name, text, visibility, root, at: now }
  if (media !== null && isByTopic) throw new SimulateError('No file comes in by a topic.')
  const toRequest = (): WireRequest | Promise<WireRequest> => {
    if (isByTopic) return publish(channel, wire, written, inboxUrl)
    if (media !== null) return toMediaRequest(channel, wire, written, { kind: media, inboxUrl, random })
    if (press !== null) return toPress(channel, wire, written, press, inboxUrl)
    return wire.toTextRequest(written, inboxUrl)
  }
  const request = await toRequest()
  await post(request, inboxUrl)
  const title = isByTopic ? (manifest?.topic?.title ?? provider) : (manifest?.title ?? channel)
  const look = `Look: GET ${inboxUrl}/v1/conversations with a token of POST ${inboxUrl}/local/token, or ${inboxUrl}/local/events`
  return `Accepted: ${title} message ${id} from ${name} (${customer}) to ${ours}. ${look}`
}

function toPress(
  channel: string,
  wire: Wire,
  written: WireText,
  payload: string,
  inboxUrl: string,
): WireRequest {
  if (wire.toPressRequest === null) throw new SimulateError(`Nobody can press quick replies on ${channel}.`)
  return wire.toPressRequest(written, payload, inboxUrl)
}

/** Nobody signs what is published to a topic: the local run takes it as SNS would. */
function publish(channel: string, wire: Wire, written: WireText, inboxUrl: string): WireRequest {
  if (wire.toTextNotification === null) throw new SimulateError(`Nobody can play the topic of ${channel}.`)
  const body = Buffer.from(wire.toTextNotification(written))
  return { url: `${inboxUrl}/local/topics/${channel}`, headers: { 'content-type': 'text/plain' }, body }
}

/** The platforms of the local run have the file before the message that names it comes. */
async function toMediaRequest(
  channel: string,
  wire: Wire,
  written: WireText,
  { kind, inboxUrl, random }: { kind: WireFileKind; inboxUrl: string; random: Random },
): Promise<WireRequest> {
  if (wire.media?.kinds.includes(kind) !== true) {
    throw new SimulateError(`On ${channel} customers send ${wire.media?.kinds.join(', ') ?? 'no files'}.`)
  }
  const id = wire.media.createId(random)
  const url = await putFile(inboxUrl, id, kind)
  const { mimeType } = SAMPLES[kind]
  const name = kind === 'document' ? 'simulated.pdf' : null
  return wire.media.toRequest(written, { kind, id, url, mimeType, name }, inboxUrl)
}

async function putFile(inboxUrl: string, id: string, sample: WireFileKind): Promise<string> {
  const response = await fetch(`${inboxUrl}/local/media/${id}`, {
    method: 'PUT',
    body: JSON.stringify({ sample }),
  }).catch(() => null)
  const answer = response?.ok === true ? z.object({ url: z.string() }).safeParse(await response.json()) : null
  if (answer?.success === true) return answer.data.url
  throw new SimulateError(`No local inbox takes files at ${inboxUrl}: --media needs one of \`npm start\`.`)
}

async function post({ url, headers, body }: WireRequest, inboxUrl: string): Promise<void> {
  const response = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) }).catch(
    (error: unknown) => {
      const cause = error instanceof Error ? error.cause : undefined
      const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
      throw new SimulateError(
        `No inbox answers at ${inboxUrl}${why}. Start one with \`npm start\`, or set PORT to where it runs.`,
      )
    },
  )
  if (response.ok) return
  throw new SimulateError(
    `The inbox did not accept it: ${response.status} ${(await response.text()).slice(0, 500)}`,
  )
}
