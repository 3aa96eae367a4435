import { deliverBatch } from '../../shared/app/deliver-batch.ts'
import { createDeliverEdge } from '../edge/deliver-edge.ts'

/** Outbound queue → platforms. */
export const handler = createDeliverEdge(deliverBatch)
