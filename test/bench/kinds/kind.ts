import type { Channel } from '../../../shared/channels/contract.ts'
import type { WireRequest, WireText } from '../../../shared/channels/wire.ts'
import type { Random } from '../../support/random.ts'
import type { OurStep } from '../our-side.ts'
import type { Delivery } from '../samples.ts'

export const INBOX = 'https://inbox.example.com'

/** What a platform brings, what our side does about it, or time that passes. */
export type Step = Delivery | OurStep | { kind: 'pass'; seconds: number }

/** What must have come before, and then the one step whose price is asked. People and ids are new in each story. */
export type Story = { before: readonly Step[]; metered: Step }

/** One kind of thing that a platform says, beside a text in a known conversation. */
export type Kind = { name: string; tell: (random: Random) => Story }

/** What a file of this folder exports, named for its channel. The name of a kind says no channel. */
export type KindsModule = { channel: Channel; kinds: readonly Kind[] }

export function byWebhook(request: WireRequest): Delivery {
  return { kind: 'webhook', request }
}

export function toText(of: Pick<WireText, 'id' | 'account' | 'customer'> & Partial<WireText>): WireText {
  return {
    name: 'Mara Beispiel',
    text: 'Hello, my parcel 4711 has not come yet. Can you tell me where it is?',
    visibility: 'private',
    root: null,
    at: new Date(),
    ...of,
  }
}
