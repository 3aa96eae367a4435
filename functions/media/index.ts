import { fetchFiles } from '../../shared/app/media/fetch-files.ts'
import { createMediaEdge } from '../edge/media-edge.ts'

/** Fetches the files of a message from its platform. */
export const handler = createMediaEdge(fetchFiles)
