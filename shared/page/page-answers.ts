import type { OpenFile } from '../app/thread/thread-files.ts'
import { toContentDisposition, toFileName } from '../domain/media/file-name.ts'
import type { PageResponse } from './page-message.ts'
import { toPageHeaders } from './page-headers.ts'
import type { Assets, PageContext } from './layout.ts'
import { toPlainPage } from './layout.ts'

/** A file of the page: its name changes with what is in it. */
export type Asset = { path: string; contentType: string; body: string }

export type PageSettings = {
  /** What customers call, without a slash at the end. */
  publicUrl: string
  assets: { script: Asset; style: Asset }
}

type Trace = PageResponse['trace']

export function toAssetPaths({ assets }: PageSettings): Assets {
  return { scriptPath: assets.script.path, stylePath: assets.style.path }
}

export function isHttps({ publicUrl }: PageSettings): boolean {
  return publicUrl.startsWith('https:')
}

/** How requests are answered by one deployment: with its headers, in the words of one language. */
export function createAnswers(settings: PageSettings, context: PageContext) {
  const common = toPageHeaders(isHttps(settings))
  const answer = (
    status: number,
    contentType: string,
    body: PageResponse['body'],
    trace: Trace,
    more: { headers?: Record<string, string>; cookies?: string[] } = {},
  ): PageResponse => ({
    status,
    headers: { ...common, 'content-type': contentType, ...more.headers },
    cookies: more.cookies ?? [],
    body,
    trace,
  })
  const page = (status: number, markup: string, trace: Trace, cookies: string[] = []): PageResponse =>
    answer(status, 'text/html; charset=utf-8', markup, trace, { cookies })
  const { words } = context.language
  return {
    page,
    json: (status: number, body: object, trace: Trace, cookies: string[] = []) =>
      answer(status, 'application/json', JSON.stringify(body), trace, { cookies }),
    /** To another page, by GET. */
    redirect: (location: string, trace: Trace, cookies: string[] = []) =>
      answer(303, 'text/plain; charset=utf-8', '', trace, { headers: { location }, cookies }),
    asset: ({ contentType, body }: Asset, trace: Trace) => {
      const headers = { 'cache-control': 'public, max-age=31536000, immutable' }
      return answer(200, contentType, body, trace, { headers })
    },
    /** To be saved, never to be shown. */
    file: ({ name, mimeType, bytes }: OpenFile, trace: Trace) => {
      const fileName = toFileName({ name, type: 'file', mimeType })
      return answer(200, mimeType, bytes, trace, {
        headers: { 'content-disposition': toContentDisposition(fileName) },
      })
    },
    /** One page for whatever leads nowhere. */
    closed: (trace: Trace) => page(404, toPlainPage(context, words.door), trace),
    ended: (trace: Trace) => page(410, toPlainPage(context, words.ended), trace),
    refused: (trace: Trace) => page(403, toPlainPage(context, words.refused), trace),
    failed: (trace: Trace) => page(503, toPlainPage(context, words.failed), trace),
  }
}

export type Answers = ReturnType<typeof createAnswers>
