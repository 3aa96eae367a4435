/** Of a link: the token is in it, so nothing on the page leads there but the button. */
export function toLinkPath(token: string): string {
  return `/t/${token}`
}

/** Where a thread goes on once its link is used: no secret is in it. */
export function toThreadPath(handoffId: string, rest = ''): string {
  return `/t/c/${handoffId}${rest}`
}

/** The file of a line. */
export function toFilePath(handoffId: string, seq: number): string {
  return toThreadPath(handoffId, `/files/${seq}`)
}

export const ASSET_PREFIX = '/t/assets/'

export type ThreadRoute =
  | { kind: 'asset'; name: string }
  | { kind: 'link'; token: string }
  | { kind: 'thread'; handoffId: string; step: 'page' | 'code' | 'new-code' | 'messages' | 'files' | 'end' }
  | { kind: 'file'; handoffId: string; seq: number }

const STEPS = {
  '': 'page',
  '/code': 'code',
  '/new-code': 'new-code',
  '/messages': 'messages',
  '/files': 'files',
  '/end': 'end',
} as const

/** What a path under `/t` is; null for one that is nothing there. */
export function parseThreadPath(path: string): ThreadRoute | null {
  const name = /^\/t\/assets\/([a-z0-9.-]{1,80})$/.exec(path)?.[1]
  if (name !== undefined) return { kind: 'asset', name }
  const thread = /^\/t\/c\/(hnd_[a-z2-7]{26})(\/[a-z-]+)?$/.exec(path)
  if (thread?.[1] !== undefined) {
    const step = STEPS[(thread[2] ?? '') as keyof typeof STEPS] as
      (typeof STEPS)[keyof typeof STEPS] | undefined
    return step === undefined ? null : { kind: 'thread', handoffId: thread[1], step }
  }
  const file = /^\/t\/c\/(hnd_[a-z2-7]{26})\/files\/([1-9]\d{0,8})$/.exec(path)
  if (file?.[1] !== undefined) return { kind: 'file', handoffId: file[1], seq: Number(file[2]) }
  const token = /^\/t\/([A-Za-z0-9_-]{43})$/.exec(path)?.[1]
  return token === undefined ? null : { kind: 'link', token }
}
