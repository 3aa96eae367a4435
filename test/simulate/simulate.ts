import { findChannel } from '../../shared/channels/registry.ts'
import type { Wire, WireRequest, WireText } from '../../shared/channels/wire.ts'
import { loadWire } from '../support/load-wire.ts'
import type { Random } from '../support/random.ts'
import type { SimulateArguments } from './arguments.ts'
import { SimulateError } from './simulate-error.ts'

/** Sends one message of a made-up customer to a running inbox. Returns what to tell; throws `SimulateError` unless it was accepted. */
export async function simulate(
  { channel, visibility, root, provider, text, press, from, account, name }: SimulateArguments,
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
  const request = isByTopic
    ? publish(channel, wire, written, inboxUrl)
    : press === null
      ? wire.toTextRequest(written, inboxUrl)
      : toPress(channel, wire, written, press, inboxUrl)
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
