import type { InboundEdit, InboundHiding, InboundRemoval } from '../../domain/inbound.ts'
import { type PageReading, toBody } from './page-post.ts'

/**
 * What happens to a post, comment or review after it was added; null for a verb that is not known. A removal names the
 * author, not who removed it: taken for the author's own doing.
 */
export function toAmendment(
  reading: PageReading,
  target: string,
  body = toBody(reading),
): InboundEdit | InboundRemoval | InboundHiding | null {
  const at = reading.noticedAt
  const by = reading.isOwn ? 'external' : 'contact'
  switch (reading.value.verb) {
    case 'edit':
    case 'edited':
    case 'update':
      return { kind: 'edit', target, by, at, ...body }
    case 'remove':
    case 'delete':
      return { kind: 'removal', target, by, at }
    case 'hide':
    case 'unhide':
      return { kind: 'hiding', target, hidden: reading.value.verb === 'hide', by: 'external', at }
    default:
      return null
  }
}
