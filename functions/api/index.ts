import { handleRequest } from '../../shared/http/handle-request.ts'
import { createApiEdge } from '../edge/api-edge.ts'

/** `/v1`: every route in one function. */
export const handler = createApiEdge(handleRequest)
