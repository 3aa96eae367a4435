import * as z from 'zod'

/** As people write them, and as they are kept. */
export const PhoneNumber = z
  .string()
  .max(40)
  .transform((text) => text.replaceAll(/[\s().\-/]/g, ''))
  .pipe(
    z.string().regex(/^\+[1-9]\d{6,14}$/, { error: 'A phone number begins with + and the country code.' }),
  )
