import * as z from 'zod/mini'

const Id = z.string().check(z.minLength(1))
const Text = z.nullish(z.string())

const Variants = z.nullish(
  z.array(
    z.looseObject({
      content_type: Text,
      url: Text,
      /** v2 spells it `bit_rate`. */
      bitrate: z.nullish(z.number()),
      bit_rate: z.nullish(z.number()),
    }),
  ),
)

/** A file of a direct message or of a v1.1 post. */
export const LegacyMedia = z.looseObject({
  type: Text,
  /** The t.co link that X puts at the end of the text. */
  url: Text,
  media_url_https: Text,
  video_info: z.nullish(z.looseObject({ variants: Variants })),
})
export type LegacyMedia = z.infer<typeof LegacyMedia>

const LegacyEntities = z.nullish(z.looseObject({ media: z.nullish(z.array(LegacyMedia)) }))

/** An element of `includes.media`. */
export const IncludedMedia = z.looseObject({ media_key: Id, type: Text, url: Text, variants: Variants })
export type IncludedMedia = z.infer<typeof IncludedMedia>

/** A post as v2 (X Activity) or v1.1 (Account Activity) writes it. Ids are read apart: see `id.ts`. */
export const Post = z.looseObject({
  text: Text,
  full_text: Text,
  /** More than 280 characters; `text` is cut short then. */
  note_tweet: z.nullish(z.looseObject({ text: z.string() })),
  extended_tweet: z.nullish(
    z.looseObject({ full_text: z.string(), extended_entities: LegacyEntities, entities: LegacyEntities }),
  ),
  attachments: z.nullish(z.looseObject({ media_keys: z.nullish(z.array(Id)) })),
  extended_entities: LegacyEntities,
  entities: LegacyEntities,
})
export type Post = z.infer<typeof Post>

export const DirectMessage = z.looseObject({
  type: z.literal('message_create'),
  initiated_via: z.nullish(z.looseObject({})),
  message_create: z.looseObject({
    message_data: z.looseObject({
      text: Text,
      attachment: z.nullish(z.looseObject({ type: z.string(), media: z.nullish(LegacyMedia) })),
      quick_reply_response: z.nullish(z.looseObject({ metadata: Text })),
    }),
  }),
})
export type DirectMessage = z.infer<typeof DirectMessage>

/** `{ date_time, user_id, app_id }`, or `{ date_time, source, target: { app_id } }`. */
export const Revocation = z.looseObject({ date_time: Text })
