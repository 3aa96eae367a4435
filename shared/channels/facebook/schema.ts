import * as z from 'zod/mini'

/** Strings in documents, numbers in simulators and old apps: text either way, null where empty. */
const Id = z.pipe(
  z.nullish(z.union([z.string(), z.number()])),
  z.transform((id) => (id === null || id === undefined || id === '' ? null : String(id))),
)
const Text = z.nullish(z.string())
const Flag = z.nullish(z.boolean())

export const Referral = z.looseObject({
  ref: Text,
  source: Text,
  ad_id: z.optional(Id),
  referer_uri: Text,
  ads_context_data: z.nullish(z.looseObject({ ad_title: Text })),
  product: z.nullish(z.looseObject({ id: z.optional(Id) })),
})
export type Referral = z.infer<typeof Referral>

export const Message = z.looseObject({
  mid: z.optional(Id),
  text: Text,
  attachments: z.nullish(z.array(z.unknown())),
  quick_reply: z.nullish(z.looseObject({ payload: Text })),
  reply_to: z.nullish(
    z.looseObject({ mid: Text, story: z.nullish(z.looseObject({ id: z.optional(Id), url: Text })) }),
  ),
  referral: z.nullish(Referral),
  metadata: Text,
  sticker_id: z.optional(Id),
  is_deleted: Flag,
  is_unsupported: Flag,
})
export type Message = z.infer<typeof Message>

/** `payload` differs from type to type: a fallback's may be null, absent or a string. */
export const Attachment = z.looseObject({
  type: z.string(),
  title: Text,
  url: Text,
  payload: z.optional(z.unknown()),
})
export type Attachment = z.infer<typeof Attachment>

export const Coordinates = z.looseObject({
  lat: z.number().check(z.minimum(-90), z.maximum(90)),
  long: z.number().check(z.minimum(-180), z.maximum(180)),
})

export const MessageEdit = z.looseObject({ mid: z.string().check(z.minLength(1)), text: Text })

export const Reaction = z.looseObject({
  mid: z.string().check(z.minLength(1)),
  action: z.enum(['react', 'unreact']),
  reaction: Text,
  emoji: Text,
})

export const Postback = z.looseObject({
  mid: z.optional(Id),
  title: Text,
  payload: Text,
  referral: z.nullish(Referral),
})

export const OptIn = z.looseObject({
  type: Text,
  ref: Text,
  payload: Text,
  title: Text,
  user_ref: z.optional(Id),
  notification_messages_status: Text,
})

export const Delivery = z.looseObject({
  watermark: z.optional(z.unknown()),
  mids: z.nullish(z.array(z.string().check(z.minLength(1)))),
})

export const PolicyEnforcement = z.looseObject({ action: z.string(), reason: Text })

/** The value of a change of `feed`, `mention` or `ratings`. */
export const PageValue = z.looseObject({
  item: z.string(),
  verb: z.string(),
  post_id: z.optional(Id),
  comment_id: z.optional(Id),
  parent_id: z.optional(Id),
  open_graph_story_id: z.optional(Id),
  from: z.nullish(z.looseObject({ id: z.optional(Id), name: Text })),
  sender_id: z.optional(Id),
  sender_name: Text,
  reviewer_id: z.optional(Id),
  reviewer_name: Text,
  user_id: z.optional(Id),
  message: Text,
  review_text: Text,
  rating: z.nullish(z.number()),
  recommendation_type: Text,
  reaction_type: Text,
  photo_id: z.optional(Id),
  video_id: z.optional(Id),
  created_time: z.optional(z.unknown()),
})
export type PageValue = z.infer<typeof PageValue>
