/** Makes something on first use, so that importing a function does no work and reads no environment. */
export function once<T>(create: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: create() }).value
}
