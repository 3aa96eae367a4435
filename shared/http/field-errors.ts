import * as z from 'zod'
import type { FieldError } from './problems.ts'

/** Our names for what is wrong with a field. zod's own may change with zod. */
const CODES: Readonly<Record<string, string>> = {
  too_small: 'too_small',
  too_big: 'too_big',
  invalid_value: 'not_allowed',
  invalid_format: 'wrong_format',
  unrecognized_keys: 'unknown',
}

/** What a check of ours says in its own words. */
const OwnCode = z.object({ code: z.string() })

/** Each parameter once; one sent twice is an error, because nobody can know which was meant. */
export function toQueryRecord(rawQuery: string): { record: Record<string, string>; repeated: FieldError[] } {
  const record = new Map<string, string>()
  const repeated = new Set<string>()
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    if (record.has(name)) repeated.add(name)
    record.set(name, value)
  }
  return {
    record: Object.fromEntries(record),
    repeated: [...repeated].map((name) => ({
      pointer: toPointer(['query', name]),
      code: 'repeated',
      detail: 'This parameter may be given once.',
    })),
  }
}

/** `root` is the part of the request that was checked: `query` or `body`. */
export function toFieldErrors(error: z.ZodError, root: string, input: unknown): FieldError[] {
  return error.issues.flatMap((issue): FieldError[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: toPointer([root, ...issue.path, key]),
        code: 'unknown',
        detail: `This is not a ${root === 'query' ? 'parameter' : 'member'} of the route.`,
      }))
    }
    const pointer = toPointer([root, ...issue.path])
    const ownCode = issue.code === 'custom' ? OwnCode.safeParse(issue.params).data?.code : undefined
    if (ownCode !== undefined) return [{ pointer, code: ownCode, detail: issue.message }]
    return issue.path.length > 0 && isMissing(input, issue.path)
      ? [{ pointer, code: 'required', detail: 'This is required.' }]
      : [{ pointer, code: CODES[issue.code] ?? 'invalid', detail: issue.message }]
  })
}

function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  let value = input
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return true
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value === undefined
}

/** RFC 6901. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
