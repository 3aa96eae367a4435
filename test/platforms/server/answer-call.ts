import { credentialOf } from '../credential.ts'
import type { Emulator, PlatformAnswer, PlatformRequest } from '../emulator.ts'
import type { BackChannel } from './back-channel.ts'
import type { Fault, FaultBook } from './fault.ts'
import { type SentLog, toRecordedRequest } from './sent-log.ts'

/** `dropped`: the connection ends without an answer. */
export type CallOutcome = { kind: 'answered'; answer: PlatformAnswer } | { kind: 'dropped' }

export type CallParts = {
  faults: FaultBook
  log: SentLog
  backChannel: BackChannel
  now: () => Date
  wait: (ms: number) => Promise<void>
}

/** One call to a platform: fault, answer, record, and what the inbox is told about it. */
export async function answerCall(
  parts: CallParts,
  emulator: Emulator,
  request: PlatformRequest,
): Promise<CallOutcome> {
  const channel = emulator.channelOf(request)
  const { provider } = emulator
  const at = parts.now().toISOString()
  const sent = parts.log.add({ channel, provider, at, request: toRecordedRequest(request) })
  const call = { provider, path: request.path, token: credentialOf(request) }
  const fault = parts.faults.take(channel, call)

  const answer = await toAnswer(emulator, request, channel, fault)
  if (answer.received !== undefined && answer.received.length > 0) sent.received = answer.received
  const plan = parts.backChannel.plan(answer.deliveries ?? [], fault?.receipts)
  await parts.backChannel.sendBefore(plan)
  if (fault?.timeoutMs !== undefined) await parts.wait(fault.timeoutMs)
  const isDropped = fault?.dropAfterRequest === true
  if (!isDropped) sent.response = { status: answer.status, body: answer.body }
  parts.backChannel.sendAfter(plan)
  return isDropped ? { kind: 'dropped' } : { kind: 'answered', answer }
}

/** A refusal planned by a fault never reaches the platform's own logic: nothing was accepted. */
async function toAnswer(
  emulator: Emulator,
  request: PlatformRequest,
  channel: string,
  fault: Fault | null,
): Promise<PlatformAnswer> {
  const { code = null, failLater = false } = fault ?? {}
  const isRefusal = (code !== null && !failLater) || fault?.status !== undefined
  if (fault === null || !isRefusal) {
    return await emulator.answer(request, { failsWith: failLater ? code : null })
  }
  const documented = code === null ? null : emulator.refusalOf(channel, code, fault.subcode ?? null)
  return {
    status: fault.status ?? documented?.status ?? 500,
    headers: { ...documented?.headers, ...fault.headers },
    body: 'body' in fault ? fault.body : (documented?.body ?? null),
  }
}
