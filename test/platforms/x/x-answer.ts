import type { PlatformAnswer } from '../emulator.ts'

export function toOk(
  status: number,
  body: unknown,
  headers: Record<string, string>,
  deliveries: PlatformAnswer['deliveries'] = [],
): PlatformAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
    deliveries,
  }
}
