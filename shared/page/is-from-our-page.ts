/**
 * Whether a POST comes from a page of ours. A browser that was told to send no referrer calls the origin of a form `null`,
 * even of its own page: then what it says of the site counts, which no page can word itself.
 * https://fetch.spec.whatwg.org/#append-a-request-origin-header
 */
export function isFromOurPage(headers: Readonly<Record<string, string>>, publicUrl: string): boolean {
  const { origin = 'null', 'sec-fetch-site': site } = headers
  if (origin !== 'null')
    return origin === new URL(publicUrl).origin && (site ?? 'same-origin') === 'same-origin'
  return site === 'same-origin'
}
