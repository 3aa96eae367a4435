import type { Content } from '../../domain/content.ts'
import type { InboundEvent, InboundOptOut, Referral } from '../../domain/inbound.ts'
import type { Party } from '../../domain/identity.ts'
import { type Reading, toReferral, toUnsupported } from './reading.ts'
import { OptIn, Postback, Referral as PlatformReferral } from './schema.ts'

type PressKind = Extract<Content, { type: 'interactive' }>['kind']
type Press = {
  id: string | null
  kind: PressKind
  text: string | null
  payload: string | null
  description: string | null
  referral: Referral | null
}

/** A pressed button of a template, the menu or _Get Started_. In standby its payload stays with the app that made it. */
export function parsePostback(reading: Reading): InboundEvent[] {
  const postback = Postback.safeParse(reading.item['postback']).data
  if (postback === undefined) return [toUnsupported(reading, 'postback')]
  if (reading.party === null) return [toUnsupported(reading, 'postback_without_person')]
  return [
    toMessage(reading, reading.party, {
      id: postback.mid ?? null,
      kind: 'postback',
      text: postback.title || null,
      payload: postback.payload || null,
      description: null,
      referral: toReferral(postback.referral),
    }),
  ]
}

/** A tap on a link or an ad that leads into a thread which exists. */
export function parseReferral(reading: Reading): InboundEvent[] {
  const referral = toReferral(PlatformReferral.safeParse(reading.item['referral']).data)
  if (referral === null) return [toUnsupported(reading, 'referral')]
  if (reading.party === null) return [toUnsupported(reading, 'referral_without_person')]
  const press = { id: null, kind: 'referral' as const, text: null, description: null }
  return [toMessage(reading, reading.party, { ...press, payload: referral.ref, referral })]
}

/** Yes or no to being written to, or a plug-in's button. */
export function parseOptIn(reading: Reading): InboundEvent[] {
  const optIn = OptIn.safeParse(reading.item['optin']).data
  if (optIn === undefined) return [toUnsupported(reading, 'optin')]
  const { party, at } = reading
  // A checkbox on a web page: nobody is known by a `user_ref` until they write.
  if (party === null) {
    return [
      optIn.user_ref
        ? { kind: 'ignored', reason: 'user_ref_only' }
        : toUnsupported(reading, 'optin_without_person'),
    ]
  }
  const isMarketing = optIn.type === 'notification_messages'
  const change: Omit<InboundOptOut, 'action'> = {
    kind: 'opt_out',
    party,
    scope: 'marketing',
    by: 'platform',
    at,
  }
  // Documented with a space, sent with an underscore.
  if (isMarketing && /^STOP\b|^STOP_/i.test(optIn.notification_messages_status ?? '')) {
    return [{ ...change, action: 'out' }]
  }
  if (isMarketing && /^RESUME\b|^RESUME_/i.test(optIn.notification_messages_status ?? '')) {
    return [{ ...change, action: 'in' }]
  }
  const message = toMessage(reading, party, {
    id: null,
    kind: 'opt_in',
    text: null,
    payload: optIn.ref || optIn.payload || null,
    // The title of our own template: not the customer's words.
    description: optIn.title || null,
    referral: null,
  })
  return isMarketing ? [message, { ...change, action: 'in' }] : [message]
}

function toMessage({ key, at }: Reading, party: Party, press: Press): InboundEvent {
  const { id, kind, text, payload, description, referral } = press
  return {
    kind: 'message',
    providerId: id ?? key,
    thread: { visibility: 'private', party },
    sentAt: at,
    text,
    content: { type: 'interactive', kind, payload, description },
    attachments: [],
    replyTo: null,
    referral,
    forwarded: false,
  }
}
