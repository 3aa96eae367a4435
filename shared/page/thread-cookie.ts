const TOKEN = /^[A-Za-z0-9_-]{43}$/

/**
 * A thread's cookie: only this page's requests carry it, and no script sees it. `__Host-` lets no other host of the domain
 * set it; a browser takes that, and `Secure`, over https only.
 */
export function toThreadCookie(
  handoffId: string,
  value: string,
  { isHttps, maxAgeSeconds }: { isHttps: boolean; maxAgeSeconds: number },
): string {
  const attributes = `Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${isHttps ? '; Secure' : ''}`
  return `${toCookieName(handoffId, isHttps)}=${value}; ${attributes}`
}

/** The value of a thread's cookie, where the request has one that could be one. */
export function findThreadCookie(
  cookies: readonly string[],
  handoffId: string,
  isHttps: boolean,
): string | null {
  const start = `${toCookieName(handoffId, isHttps)}=`
  const found = cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length) ?? ''
  return TOKEN.test(found) ? found : null
}

function toCookieName(handoffId: string, isHttps: boolean): string {
  return `${isHttps ? '__Host-' : ''}inlet-thread-${handoffId.slice('hnd_'.length)}`
}
