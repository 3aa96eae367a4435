import * as z from 'zod'

export const ConversationId = z
  .string()
  .regex(/^cnv_[a-z2-7]{26}$/)
  .meta({ description: 'Id of the conversation.', example: 'cnv_pludjloam2v5xlnn3q3xwwgm3w' })
export const ContactId = z
  .string()
  .regex(/^ctc_[a-z2-7]{26}$/)
  .meta({ description: 'Id of the contact.', example: 'ctc_krclznapn4pzenci2tapef6ffy' })
