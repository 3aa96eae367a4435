import * as z from 'zod'
import { type CursorScope, encodeCursor, type Positions } from './cursor.ts'

const LIMIT_MAX = 100
const LIMIT_DEFAULT = 25

/** A whole number in a query. Documented as the number that it means, not as the text that it arrives as. */
export function integerParameter(
  min: number,
  max: number,
  byDefault: number,
): z.ZodDefault<z.ZodType<number, string>> {
  return z
    .string()
    .regex(/^\d{1,12}$/, 'Invalid input: expected a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(byDefault)
    .meta({ type: 'integer', pattern: undefined, minimum: min, maximum: max })
}

export const Limit = integerParameter(1, LIMIT_MAX, LIMIT_DEFAULT).meta({
  description: 'How many at most. A filtered page may be shorter and still have a next one.',
})

export const CursorText = z.string().min(1).max(8000).meta({
  description:
    '`page.next` of an earlier answer to the same question. Opaque; another filter or order refuses it.',
})

/** One page of a list. With `hasMore`, `next` is the cursor of the following page; a filtered page may be short. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ data: z.ZodArray<Item>; page: typeof PageInfo }, z.core.$strict> {
  return z.strictObject({ data: z.array(item), page: PageInfo })
}

export const PageInfo = z.strictObject({ next: z.string().nullable(), hasMore: z.boolean() })
export type PageInfo = z.infer<typeof PageInfo>

export function toPageInfo(scope: CursorScope, positions: Positions | null): PageInfo {
  return positions === null
    ? { next: null, hasMore: false }
    : { next: encodeCursor(scope, positions), hasMore: true }
}
