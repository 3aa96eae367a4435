/** Why a file was not kept: stable, for a screen to explain. */
export const MEDIA_FAILURES = {
  media_gone: 'The platform no longer has the file',
  media_refused: 'The platform does not hand the file out',
  media_address_refused: 'The address is none that files are fetched from',
  media_too_large: 'The file is larger than is kept of this kind',
  media_type_mismatch: 'The file is not what it was said to be',
  media_timeout: 'The platform did not send the file in time',
  media_unavailable: 'The platform failed for as long as it was asked',
  media_unnamed: 'The platform said that there is a file, and not where',
  media_unsupported: 'Files of this kind are not fetched from this provider',
  media_backlog: 'Too many files of the conversation wait to be fetched',
} as const

export type MediaFailureCode = keyof typeof MEDIA_FAILURES
