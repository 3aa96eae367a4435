import type { CallResult, PlatformClient } from '../app/delivery-ports.ts'
import type { PlatformAnswer, PlatformCall } from '../channels/sender.ts'
import { callOnce, type OneCall } from './call-once.ts'

export type HttpsPlatformOptions = {
  /** Base URLs in the place of the platforms' own, by name. */
  hosts: Readonly<Record<string, string>>
  timeoutMs: number
}

/** Platforms that are called over HTTPS: all but AWS itself. */
export function createHttpsPlatform(options: HttpsPlatformOptions): PlatformClient {
  return {
    call: async (call, hosts) => {
      if (call.kind !== 'https') throw new TypeError('only calls over HTTPS are made here')
      return callPlatform(call, hosts, options)
    },
  }
}

export async function callPlatform(
  { host, path, method, headers, body }: PlatformCall & { kind: 'https' },
  own: Readonly<Record<string, string>>,
  { hosts, timeoutMs }: HttpsPlatformOptions,
): Promise<CallResult> {
  const base = { ...own, ...hosts }[host]
  if (base === undefined) throw new TypeError(`a sender calls the host ${host}, which it does not name`)
  const call: OneCall = { url: `${base.replace(/\/$/, '')}${path}`, method, headers, body, timeoutMs }
  const result = await callOnce(call)
  if (result.kind !== 'answered') return result
  const answer: PlatformAnswer = { kind: 'https', ...result.answer }
  return { kind: 'answered', answer }
}
