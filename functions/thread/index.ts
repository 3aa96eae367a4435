import { handlePageRequest } from '../../shared/page/handle-page-request.ts'
import { createThreadEdge } from '../edge/thread-edge.ts'
import script from './assets/thread.page.js'
import style from './assets/thread.page.css'

/** `/t`: the page of a secure thread. */
export const handler = createThreadEdge(handlePageRequest, { script, style })
