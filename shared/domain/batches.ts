/** In order, as few batches as an order-keeping cut needs: each within the limits. One that is too large stands alone. */
export function toBatches<T>(
  items: readonly T[],
  limits: { sizeOf: (item: T) => number; sizeMax: number; countMax: number },
): T[][] {
  const batches: T[][] = []
  let total = 0
  for (const item of items) {
    const size = limits.sizeOf(item)
    const current = batches.at(-1)
    if (current === undefined || current.length === limits.countMax || total + size > limits.sizeMax) {
      batches.push([item])
      total = size
    } else {
      current.push(item)
      total += size
    }
  }
  return batches
}
