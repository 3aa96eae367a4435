import * as fc from 'fast-check'

type Path = readonly (string | number)[]

/** The sample with up to three places changed: a key dropped, or a value replaced by any JSON. */
export function mutatedJson(sample: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    place: fc.nat(),
    value: fc.option(fc.jsonValue({ maxDepth: 3 }), { nil: undefined }),
  })
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) =>
    changes.reduce<unknown>((current, { place, value }) => {
      const paths = toPaths(current, [])
      return withChange(current, paths[place % paths.length] ?? [], value)
    }, sample),
  )
}

function toPaths(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, child]) => toPaths(child, [...path, key]))]
}

/** `undefined` drops the key; at the root, where there is no key, it becomes null. */
function withChange(current: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value ?? null
  if (Array.isArray(current)) {
    return current.flatMap((child: unknown, index) => {
      if (String(index) !== String(key)) return [child]
      return rest.length === 0 && value === undefined ? [] : [withChange(child, rest, value)]
    })
  }
  const record = { ...(current as Record<string, unknown>) }
  if (rest.length === 0 && value === undefined) delete record[key]
  else record[key] = withChange(record[key], rest, value)
  return record
}
