const TRIES_MAX = 3

/**
 * Sends again what a queue did not take out of a batch: it refuses single entries for a moment, and whoever sends many would have to begin
 * anew each time for one. `send` returns what is left, and so does this.
 */
export async function sendAll<T>(
  items: readonly T[],
  send: (items: readonly T[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  let left = items
  for (let tries = 0; left.length > 0 && tries < TRIES_MAX; tries++) left = await send(left)
  return left
}
