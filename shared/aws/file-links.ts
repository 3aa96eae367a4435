import type { FileLinks } from '../app/media/file-links.ts'
import type { Clock } from '../app/ports.ts'
import { toContentDisposition, toFileName } from '../domain/media/file-name.ts'
import { type BucketPlace, presign, toObjectUrl } from './presign.ts'

/** For people: long enough to begin a download, too short to be passed on. */
export const PEOPLE_SECONDS = 900
/** For platforms, which fetch a file when it is sent, and now and then once more. */
export const PLATFORM_SECONDS = 3600

/** Links to files that are open to whoever has them for a while, and only to be saved. */
export function createFileLinks(place: BucketPlace & { clock: Clock; seconds: number }): FileLinks {
  const { region, credentials, clock, seconds } = place
  return ({ type, name, file }) =>
    presign({
      method: 'GET',
      url: toObjectUrl(place, file.key),
      query: {
        'response-content-disposition': toContentDisposition(
          toFileName({ name, type, mimeType: file.mimeType }),
        ),
        'response-content-type': file.mimeType,
      },
      region,
      credentials: credentials(),
      now: clock.now(),
      seconds,
    })
}
