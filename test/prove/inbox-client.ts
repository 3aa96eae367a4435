import { setTimeout as wait } from 'node:timers/promises'
import * as z from 'zod'

const PAUSE_MS = 50
const PAGE_LIMIT = 100

const Token = z.object({ access_token: z.string() })
const Page = z.object({
  data: z.array(z.unknown()),
  page: z.object({ next: z.string().nullable(), hasMore: z.boolean() }),
})

export type ListPage<T> = { data: T[]; next: string | null; hasMore: boolean }

/** The HTTP API as a patient client uses it: what fails for a moment is asked again until the signal says to stop. */
export type InboxClient = {
  token: () => Promise<string>
  get: (path: string) => Promise<unknown>
  page: <T>(item: z.ZodType<T>, path: string, query: Record<string, string>) => Promise<ListPage<T>>
  list: <T>(item: z.ZodType<T>, path: string, query?: Record<string, string>) => Promise<T[]>
}

export function createInboxClient(options: { inboxUrl: () => string; signal: AbortSignal }): InboxClient {
  let token: Promise<string> | null = null

  const request = async (path: string, init: RequestInit): Promise<unknown> => {
    for (;;) {
      options.signal.throwIfAborted()
      const response = await fetch(options.inboxUrl() + path, init).catch(() => null)
      if (response?.ok === true) return await response.json()
      if (response !== null && response.status < 500 && response.status !== 429) {
        throw new Error(`GET ${path} was answered ${response.status}: ${await response.text()}`)
      }
      await wait(PAUSE_MS)
    }
  }
  const readToken = (): Promise<string> =>
    (token ??= request('/local/token', { method: 'POST' }).then((body) => Token.parse(body).access_token))
  const get = async (path: string): Promise<unknown> =>
    request(path, { headers: { authorization: `Bearer ${await readToken()}` } })
  const page: InboxClient['page'] = async (item, path, query) => {
    const parameters = new URLSearchParams({ limit: String(PAGE_LIMIT), ...query })
    const { data, page } = Page.parse(await get(`${path}?${parameters.toString()}`))
    return { data: data.map((one) => item.parse(one)), ...page }
  }
  return {
    token: readToken,
    get,
    page,
    list: async <T>(item: z.ZodType<T>, path: string, query = {}) => {
      const items: T[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const read: ListPage<T> = await page(item, path, cursor === '' ? query : { ...query, cursor })
        items.push(...read.data)
        cursor = read.hasMore ? read.next : null
      }
      return items
    },
  }
}
