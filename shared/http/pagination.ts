import * as z from 'zod'
import { type CursorScope, encodeCursor, type Positions } from './cursor.ts'

const LIMIT_MAX = 100
const LIMIT_DEFAULT = 25

/** A whole number in a query. */
export function integerParameter(min: number, max: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d{1,12}$/, 'Invalid input: expected a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
}

export const Limit = integerParameter(1, LIMIT_MAX).default(LIMIT_DEFAULT)

export const CursorText = z.string().min(1).max(8000)

/** One page of a list. With `hasMore`, `next` is the cursor of the following page; a filtered page may be short. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ data: z.ZodArray<Item>; page: typeof PageInfo }, z.core.$strict> {
  return z.strictObject({ data: z.array(item), page: PageInfo })
}

const PageInfo = z.strictObject({ next: z.string().nullable(), hasMore: z.boolean() })
export type PageInfo = z.infer<typeof PageInfo>

export function toPageInfo(scope: CursorScope, positions: Positions | null): PageInfo {
  return positions === null
    ? { next: null, hasMore: false }
    : { next: encodeCursor(scope, positions), hasMore: true }
}
