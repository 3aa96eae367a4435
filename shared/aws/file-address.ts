import type { FilePlaces } from '../app/media/media-ports.ts'

/** Where a request may go: to a host of the list over TLS, or to a base URL that the settings name. */
export type CheckedAddress =
  /** `isOwn`: the settings name it, so that it may be anywhere, this machine included. */
  { kind: 'allowed'; url: URL; isOwn: boolean } | { kind: 'refused'; reason: string }

/** Judges an address by its text. What its name leads to is judged where it is resolved. */
export function checkFileAddress(
  text: string,
  { fileHosts, ownOrigins }: Pick<FilePlaces, 'fileHosts'> & { ownOrigins: ReadonlySet<string> },
): CheckedAddress {
  const url = URL.parse(text)
  if (url === null) return { kind: 'refused', reason: 'no_url' }
  if (url.username !== '' || url.password !== '') return { kind: 'refused', reason: 'credential_in_url' }
  if (ownOrigins.has(url.origin)) return { kind: 'allowed', url, isOwn: true }
  if (url.protocol !== 'https:') return { kind: 'refused', reason: 'not_https' }
  if (url.port !== '') return { kind: 'refused', reason: 'other_port' }
  return fileHosts.some((host) => isNamed(host, url.hostname))
    ? { kind: 'allowed', url, isOwn: false }
    : { kind: 'refused', reason: 'host_not_listed' }
}

/** Origins of the base URLs that the settings put in the place of the platforms' own. */
export function toOwnOrigins(bases: Readonly<Record<string, string>>): ReadonlySet<string> {
  return new Set(Object.values(bases).flatMap((base) => URL.parse(base)?.origin ?? []))
}

function isNamed(pattern: string, hostname: string): boolean {
  if (!pattern.startsWith('*.')) return hostname === pattern
  return hostname.endsWith(pattern.slice(1)) && hostname.length > pattern.length - 1
}
