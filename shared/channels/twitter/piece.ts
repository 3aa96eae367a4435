import * as z from 'zod/mini'
import { Person } from './person.ts'

/** One event of a webhook body with what is needed to read it: the payload of an envelope. */
export const Piece = z.looseObject({
  kind: z.enum(['dm', 'post', 'delete', 'chat', 'revoke', 'event']),
  /** `event_type` of the X Activity API, name of the list in the Account Activity API. */
  event: z.string(),
  /** The element as X sent it, texts masked. */
  item: z.optional(z.unknown()),
  /** The other participant, or the author. */
  person: z.nullish(Person),
  /** `includes.media`, which a post of the X Activity API refers to. */
  media: z.optional(z.unknown()),
})
export type Piece = z.infer<typeof Piece>

/** Understood and not stored, with the reason. Their content is not even queued. */
export const IGNORED_EVENTS: ReadonlyMap<string, string> = new Map([
  // X Activity API
  ['dm.read', 'read_mark'],
  ['dm.indicate_typing', 'typing'],
  ['chat.conversation_join', 'chat_joined'],
  ['chat.conversation.join', 'chat_joined'],
  ['post.repost.create', 'repost'],
  // There is no event for taking a like back, so that a reaction would stand for ever.
  ['like.create', 'like'],
  ['follow.follow', 'follow'],
  ['follow.unfollow', 'follow'],
  ['mute.mute', 'mute'],
  ['mute.unmute', 'mute'],
  ['block.block', 'block'],
  ['block.unblock', 'block'],
  ['profile.update.bio', 'profile_update'],
  ['profile.update.profile_picture', 'profile_update'],
  ['profile.update.banner_picture', 'profile_update'],
  ['profile.update.screenname', 'profile_update'],
  ['profile.update.handle', 'profile_update'],
  ['profile.update.geo', 'profile_update'],
  ['profile.update.url', 'profile_update'],
  ['profile.update.verified_badge', 'profile_update'],
  ['profile.update.affiliate_badge', 'profile_update'],
  ['subscriptions.subscribe', 'subscription'],
  ['subscriptions.unsubscribe', 'subscription'],
  ['spaces.start', 'space'],
  ['spaces.end', 'space'],
  ['broadcast.start', 'broadcast'],
  ['broadcast.end', 'broadcast'],
  // Account Activity API
  ['direct_message_mark_read_events', 'read_mark'],
  ['direct_message_indicate_typing_events', 'typing'],
  ['favorite_events', 'like'],
  ['follow_events', 'follow'],
  ['unfollow_events', 'follow'],
  ['mute_events', 'mute'],
  ['unmute_events', 'mute'],
  ['block_events', 'block'],
  ['unblock_events', 'block'],
])
