import * as z from 'zod'

export const ConversationId = z.string().regex(/^cnv_[a-z2-7]{26}$/)
export const ContactId = z.string().regex(/^ctc_[a-z2-7]{26}$/)
