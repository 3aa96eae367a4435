import type { ReadBack } from './judge.ts'

export type Break = { finding: string; name: string; break: (read: ReadBack) => void }

export function at<T>(list: readonly T[], index: number): T {
  const item = list.at(index)
  if (item === undefined) throw new Error(`nothing at ${index}`)
  return item
}

/** Puts another item in place; lists of a read-back are ours to break. */
export function replace<T>(list: readonly T[], index: number, item: T): void {
  ;(list as T[]).splice(index, 1, item)
}

export function swap<T>(list: readonly T[], one: number, other: number): void {
  const [left, right] = [at(list, one), at(list, other)]
  replace(list, one, right)
  replace(list, other, left)
}
