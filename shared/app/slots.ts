type Change<T> = { before: T | null; after: T }

/** Items by key: as they were read, and as the unit has changed them. */
export function createSlots<T>() {
  const slots = new Map<string, { before: T | null; now: T | null; isChanged: boolean }>()
  return {
    has: (key: string): boolean => slots.has(key),
    get: (key: string): T | null => slots.get(key)?.now ?? null,
    set: (key: string, value: T | null): void => {
      slots.set(key, { before: value, now: value, isChanged: false })
    },
    async load(key: string, read: () => Promise<T | null>): Promise<T | null> {
      const slot = slots.get(key)
      if (slot !== undefined) return slot.now
      const value = await read()
      slots.set(key, { before: value, now: value, isChanged: false })
      return value
    },
    /** Replaces what is worked on without counting as a change. */
    work(key: string, value: T): T {
      const slot = slots.get(key)
      if (slot !== undefined) slot.now = value
      return value
    },
    put(key: string, value: T): void {
      const slot = slots.get(key)
      slots.set(key, { before: slot?.before ?? null, now: value, isChanged: true })
    },
    changed<W>(toWrite: (change: Change<T>) => W): W[] {
      return [...slots.values()].flatMap(({ before, now, isChanged }) =>
        isChanged && now !== null ? [toWrite({ before, after: now })] : [],
      )
    },
  }
}
