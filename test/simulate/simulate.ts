import { findChannel } from '../../shared/channels/registry.ts'
import type { Random } from '../support/random.ts'
import type { WireRequest } from '../wire/wire.ts'
import { WIRES } from '../wire/wires.ts'
import type { SimulateArguments } from './arguments.ts'
import { SimulateError } from './simulate-error.ts'

/** Sends one message of a made-up customer to a running inbox. Returns what to tell; throws `SimulateError` unless it was accepted. */
export async function simulate(
  { channel, visibility, text, from, account, name }: SimulateArguments,
  { inboxUrl, random, now }: { inboxUrl: string; random: Random; now: Date },
): Promise<string> {
  const wire = WIRES[channel]
  if (wire === undefined)
    throw new SimulateError(
      `Nobody can play the platform of ${channel} yet: test/wire/wires.ts has no wire of it.`,
    )
  const customer = from ?? wire.createCustomer(random)
  const ours = account ?? wire.account
  const id = wire.createMessageId(random)
  const written = { id, customer, account: ours, name, text, visibility, at: now }
  await post(wire.toTextRequest(written, inboxUrl), inboxUrl)
  const title = findChannel(channel)?.manifest.title ?? channel
  const look = `Look: GET ${inboxUrl}/v1/conversations with a token of POST ${inboxUrl}/local/token, or ${inboxUrl}/local/events`
  return `Accepted: ${title} message ${id} from ${name} (${customer}) to ${ours}. ${look}`
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
