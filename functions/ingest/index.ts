import { ingestBatch } from '../../shared/app/ingest-batch.ts'
import { createIngestEdge } from '../edge/ingest-edge.ts'

/** Inbound queue → conversations. */
export const handler = createIngestEdge(ingestBatch)
