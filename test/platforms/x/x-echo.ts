import { signBody } from '../../../shared/channels/twitter/wire.ts'
import type { Delivery } from '../emulator.ts'
import type { XContext } from './x-emulator.ts'

export type XEvent = { type: string; uuid: string; payload: unknown; includes: unknown }

/** An event of the X Activity API, signed. X promises no retries: https://docs.x.com/x-api/webhooks/introduction */
export function toXDelivery(x: Pick<XContext, 'inboxUrl'>, account: string, event: XEvent): Delivery {
  const { type, uuid, payload, includes } = event
  const data = {
    event_uuid: uuid,
    filter: { user_id: account },
    event_type: type,
    tag: 'inlet',
    payload,
    ...(includes === null ? {} : { includes }),
  }
  return { label: type, retries: 0, request: signBody(Buffer.from(JSON.stringify({ data })), x.inboxUrl) }
}

export function toXUser(x: Pick<XContext, 'memory'>, id: string): Record<string, unknown> {
  return { id, ...x.memory.nameOf(id), protected: false, verified: false }
}
