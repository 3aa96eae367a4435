import type { MediaPlan } from '../platforms/media/media-book.ts'

/**
 * The files that the platforms of the proof have, by id: those of the stories that Twilio tells. Rough: one is not there
 * yet when its message has come, and the host of the other fails at first. All others are gone, or lie where nobody fetches.
 */
export function toPlatformFiles(isRough: boolean): Readonly<Record<string, Partial<MediaPlan>>> {
  return {
    ME1: { sample: 'image', statuses: isRough ? [404] : [] },
    ME2: { sample: 'sticker', statuses: isRough ? [503] : [] },
  }
}
