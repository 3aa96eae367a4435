import type { Attachment, StoredFile } from '../../domain/entry.ts'

/** The address at which a file can be had for a while, by whoever was shown it. */
export type FileLinks = (stored: Pick<Attachment, 'type' | 'name'> & { file: StoredFile }) => string
