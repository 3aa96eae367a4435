import type { MediaRequests } from '../../shared/app/media/media-ports.ts'

/** For a test in which nobody sends files: asking for one is a failure. */
export const NO_MEDIA: MediaRequests = {
  request: () => Promise.reject(new Error('No file is to be fetched here.')),
}
