import * as z from 'zod/mini'

const Id = z.string().check(z.minLength(1))
const Text = z.nullish(z.string())
const Flag = z.nullish(z.boolean())

/** Keys whose strings are ids, addresses, digests, codes or links: never masked, and nothing below them either. */
export const IDENTIFIER_KEYS: ReadonlySet<string> = new Set([
  'biz_opaque_callback_data',
  'ctwa_clid',
  'currency',
  'current',
  'display_phone_number',
  'event',
  'field',
  'flow_token',
  'from',
  'hash',
  'id',
  'link',
  'mime_type',
  'payload',
  'phone',
  'phone_number',
  'previous',
  'sha256',
  'status',
  'timestamp',
  'to',
  'type',
  'url',
])

/** … and every key that ends so (`wa_id`, `user_id`, `source_url`, `created_timestamp` …). */
export const IDENTIFIER_KEY_ENDINGS: readonly string[] = ['_id', '_ids', '_url', '_hash', '_timestamp']

const Context = z.looseObject({
  id: Text,
  forwarded: Flag,
  frequently_forwarded: Flag,
  referred_product: z.nullish(z.looseObject({ catalog_id: Text, product_retailer_id: Text })),
})

export const Message = z.looseObject({
  id: Id,
  type: z.string(),
  timestamp: z.optional(z.unknown()),
  context: z.nullish(Context),
  referral: z.nullish(
    z.looseObject({ source_type: Text, source_id: Text, source_url: Text, headline: Text, ctwa_clid: Text }),
  ),
})
export type Message = z.infer<typeof Message>

export const TextBody = z.looseObject({ body: z.string() })

export const MediaBody = z.looseObject({
  id: Text,
  url: Text,
  mime_type: Text,
  sha256: Text,
  caption: Text,
  filename: Text,
  voice: Flag,
})

export const LocationBody = z.looseObject({
  latitude: z.number().check(z.minimum(-90), z.maximum(90)),
  longitude: z.number().check(z.minimum(-180), z.maximum(180)),
  name: Text,
  address: Text,
  url: Text,
})

export const ContactCard = z.looseObject({
  name: z.nullish(z.looseObject({ formatted_name: Text, first_name: Text, last_name: Text })),
  phones: z.nullish(z.array(z.looseObject({ phone: Text, wa_id: Text }))),
  emails: z.nullish(z.array(z.looseObject({ email: Text }))),
  vcard: Text,
  origin: Text,
})
export type ContactCard = z.infer<typeof ContactCard>

export const InteractiveBody = z.union([
  z.looseObject({
    type: z.literal('button_reply'),
    button_reply: z.looseObject({ id: Text, title: Text }),
  }),
  z.looseObject({
    type: z.literal('list_reply'),
    list_reply: z.looseObject({ id: Text, title: Text, description: Text }),
  }),
  z.looseObject({
    type: z.literal('nfm_reply'),
    nfm_reply: z.looseObject({ response_json: Text, body: Text }),
  }),
  z.looseObject({
    type: z.literal('call_permission_reply'),
    call_permission_reply: z.looseObject({ response: z.string() }),
  }),
])

export const ButtonBody = z.looseObject({ payload: Text, text: Text })

export const OrderBody = z.looseObject({
  catalog_id: Text,
  text: Text,
  product_items: z.array(
    z.looseObject({
      product_retailer_id: z.string(),
      quantity: z.union([z.number(), z.string()]),
      item_price: z.union([z.number(), z.string()]),
      currency: z.string(),
    }),
  ),
})

export const ReactionBody = z.looseObject({ message_id: Id, emoji: Text })

export const EditBody = z.looseObject({
  original_message_id: Id,
  message: z.looseObject({ type: z.string() }),
})

export const RevokeBody = z.looseObject({ original_message_id: Id })

export const SystemBody = z.looseObject({
  type: z.string(),
  body: Text,
  wa_id: Text,
  user_id: Text,
  previous_user_id: Text,
})
export type SystemBody = z.infer<typeof SystemBody>

const PlatformError = z.looseObject({ code: z.union([z.number(), z.string()]), title: Text, message: Text })
export type PlatformError = z.infer<typeof PlatformError>

export const PlatformErrors = z.array(PlatformError)

export const Status = z.looseObject({
  id: Id,
  status: z.string(),
  timestamp: z.optional(z.unknown()),
  biz_opaque_callback_data: Text,
  errors: z.nullish(PlatformErrors),
})

/** Its timestamp is a number, unlike all others. */
export const Preference = z.looseObject({
  category: z.literal('marketing_messages'),
  value: z.enum(['stop', 'resume', 'signup']),
  timestamp: z.optional(z.unknown()),
})

export const UserIdUpdate = z.looseObject({
  wa_id: Text,
  user_id: z.looseObject({ previous: Text, current: Id }),
  timestamp: z.optional(z.unknown()),
})
