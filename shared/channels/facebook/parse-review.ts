import type { Content } from '../../domain/content.ts'
import type { InboundEvent } from '../../domain/inbound.ts'
import { type PageReading, toParty, writtenAt } from './page-post.ts'
import { toAmendment } from './page-verbs.ts'
import type { PageValue } from './schema.ts'

/** Stars until August 2018, yes or no since: https://www.facebook.com/business/recommendations */
const RATING_MAX = 5

/** A review of the Page, known by its story. null where it has no id or its verb is not known. */
export function parseReview(reading: PageReading): InboundEvent | null {
  const { value } = reading
  const root = value.open_graph_story_id ?? null
  if (root === null) return null
  const body = { text: value.review_text || null, content: toContent(value), attachments: [] }
  if (value.verb !== 'add') return toAmendment(reading, root, body)
  const thread = {
    visibility: 'public' as const,
    party: toParty(reading, root),
    root,
    parent: null,
    subject: null,
  }
  const sentAt = writtenAt(reading)
  return {
    kind: 'message',
    providerId: root,
    thread,
    sentAt,
    ...body,
    replyTo: null,
    referral: null,
    forwarded: false,
  }
}

function toContent({ rating, recommendation_type }: PageValue): Content {
  const stars = rating ?? null
  const verdict = (recommendation_type ?? '').toLowerCase()
  return {
    type: 'review',
    rating: stars,
    ratingMax: stars === null ? null : RATING_MAX,
    recommendation: verdict === 'positive' || verdict === 'negative' ? verdict : null,
  }
}
