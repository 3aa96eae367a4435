import { publishChanges } from '../../shared/app/publish-changes.ts'
import { createOutboxEdge } from '../edge/outbox-edge.ts'

/** Table stream → change feed and event bus. */
export const handler = createOutboxEdge(publishChanges)
