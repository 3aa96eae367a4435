import * as z from 'zod'

/** What kind of thing a message is. The words of the customer are in the message's `text`, never here. */
export const Content = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('media') }),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().nullable(),
    address: z.string().nullable(),
    url: z.string().nullable(),
  }),
  z.strictObject({
    type: z.literal('contacts'),
    contacts: z.array(
      z.strictObject({
        name: z.string().nullable(),
        phones: z.array(z.string()),
        emails: z.array(z.string()),
      }),
    ),
    /** The customer answered our request for their number. */
    requested: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('interactive'),
    /**
     * `button`, `list`, `quick_reply` and `postback` are presses; `flow` is a filled form; `call_permission` an answer to a
     * request; `referral` a tap on a link or ad that leads into an existing thread; `opt_in` a tap on an offer to be written to.
     */
    kind: z.enum([
      'button',
      'list',
      'quick_reply',
      'flow',
      'postback',
      'call_permission',
      'referral',
      'opt_in',
    ]),
    payload: z.string().nullable(),
    description: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('template'), name: z.string(), language: z.string() }),
  z.strictObject({
    type: z.literal('order'),
    catalogId: z.string().nullable(),
    items: z.array(
      z.strictObject({
        productId: z.string(),
        quantity: z.number(),
        /** Decimal text in units of `currency`, as the platform wrote it. */
        price: z.string(),
        currency: z.string(),
      }),
    ),
  }),
  /** A public review: a score, a recommendation, or both; the words are the message's text. */
  z.strictObject({
    type: z.literal('review'),
    rating: z.number().nullable(),
    ratingMax: z.number().nullable(),
    recommendation: z.enum(['positive', 'negative']).nullable(),
  }),
  /** Arrived, but not readable here: `of` names what the platform called it. The raw piece is kept with the entry. */
  z.strictObject({ type: z.literal('unsupported'), of: z.string() }),
])
export type Content = z.infer<typeof Content>

export const AttachmentType = z.enum([
  'image',
  'audio',
  'video',
  'file',
  'sticker',
  'location',
  'contact',
  'share',
])
export type AttachmentType = z.infer<typeof AttachmentType>

/** A file as the platform announced it. Fetching it is a job of its own, after the message is stored. */
export const InboundAttachment = z.strictObject({
  type: AttachmentType,
  name: z.string().nullable(),
  mimeType: z.string().nullable(),
  sizeBytes: z.number().int().nonnegative().nullable(),
  /** The platform's media id, which outlives its URL where there is one. */
  providerMediaId: z.string().nullable(),
  providerUrl: z.string().nullable(),
  /** The platform's digest as it wrote it (WhatsApp: base64 SHA-256). */
  digest: z.string().nullable(),
  /** A voice note rather than a music file, an animated sticker. */
  voice: z.boolean(),
})
export type InboundAttachment = z.infer<typeof InboundAttachment>
