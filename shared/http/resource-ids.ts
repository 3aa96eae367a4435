import * as z from 'zod'

export const ConversationId = z
  .string()
  .regex(/^cnv_[a-z2-7]{26}$/)
  .meta({ description: 'Id of the conversation.', example: 'cnv_pludjloam2v5xlnn3q3xwwgm3w' })
export const EntryId = z
  .string()
  .regex(/^msg_[a-z2-7]{26}_[1-9]\d{0,14}$/)
  .meta({ description: 'Id of the entry.', example: 'msg_pludjloam2v5xlnn3q3xwwgm3w_1' })
export const AttachmentId = z
  .string()
  .regex(/^att_[a-z0-9_]{1,60}$/)
  .meta({ description: 'Id of the attachment.', example: 'att_pludjloam2v5xlnn3q3xwwgm3w_1' })
export const ContactId = z
  .string()
  .regex(/^ctc_[a-z2-7]{26}$/)
  .meta({ description: 'Id of the contact.', example: 'ctc_krclznapn4pzenci2tapef6ffy' })
export const HandoffId = z
  .string()
  .regex(/^hnd_[a-z2-7]{26}$/)
  .meta({ description: 'Id of the handoff.', example: 'hnd_5ydv6sdhmqlphf5zrjzgkpvz3e' })
export const UploadId = z
  .string()
  .regex(/^att_[a-z2-7]{26}$/)
  .meta({ description: 'Id of the file.', example: 'att_6b3h4y2kq5zkq7w2mxfjw2t5vu' })
