import type { FunctionCost, FunctionCosts } from './function-costs.ts'
import { ASSUMPTIONS, LIST_PRICES } from './list-prices.ts'
import type { MessageUnits } from './message-units.ts'
import { sum } from './statistics.ts'
import { total } from './table-units.ts'

const MILLION = 1e6
const GIGABYTE = 1e9

export type CostLine = { line: string; dollars: number; how: string }

/** The list price of a million inbound texts that come one at a time. */
export function toMessageCost(
  units: MessageUnits,
  costs: FunctionCosts,
  /** Whether Lambda drops records that publish nothing before it invokes the publisher. */
  isStreamFiltered: boolean,
): CostLine[] {
  const { webhook, ingest, outbox, outboxIdle } = costs
  const writes = total(units.writes)
  const reads = total(units.reads)
  const idleInvocations = isStreamFiltered || outboxIdle === null ? 0 : units.partitions - 1
  const prices = LIST_PRICES
  const stored = (units.storedBytes + 100 * 3) / GIGABYTE
  return [
    toLine('API Gateway', prices.httpRequest, '1 request'),
    toLambdaLine('Lambda webhook', webhook, 1),
    toLine('SQS', 3 * chunks(costs.queueBytes) * prices.sqsFifoRequest, 'send, receive, delete'),
    toLambdaLine('Lambda ingest', ingest, 1),
    toLine('DynamoDB writes', writes * prices.dynamodbWriteUnit, `${writes.toFixed(2)} units`),
    toLine('DynamoDB reads', reads * prices.dynamodbReadUnit, `${reads.toFixed(2)} units`),
    toLine(
      'DynamoDB storage, first month',
      stored * (prices.dynamodbGigabyteMonth + prices.dynamodbRecoveryGigabyteMonth),
      `${(stored * MILLION).toFixed(1)} GB a million, with point-in-time recovery`,
    ),
    toLambdaLine('Lambda outbox, publishing', outbox, 1),
    ...(outboxIdle === null || idleInvocations === 0
      ? []
      : [toLambdaLine('Lambda outbox, nothing to publish', outboxIdle, idleInvocations)]),
    toLine(
      'EventBridge',
      units.events * chunks(units.eventBytes) * prices.eventbridgeEvent,
      `${units.events} event`,
    ),
    toLogLine([webhook, ingest, outbox], idleInvocations, outboxIdle),
    toLine(
      'Data out',
      (ASSUMPTIONS.answerBytes / GIGABYTE) * prices.internetGigabyte,
      'the answer to the platform',
    ),
  ]
}

/** Time billed: CPU at the part of a core that comes with the memory, and waiting for AWS. */
export function toBilledMs({ cpuMs, calls, memoryMegabytes }: FunctionCost): number {
  const cpu = cpuMs * Math.max(1, ASSUMPTIONS.megabytesOfOneCpu / memoryMegabytes)
  const waits = calls.map((name) => ASSUMPTIONS.waitMs[name] ?? ASSUMPTIONS.otherWaitMs)
  return Math.max(1, Math.ceil(cpu + sum(waits)))
}

function toLambdaLine(line: string, cost: FunctionCost, invocations: number): CostLine {
  const billedMs = toBilledMs(cost)
  const gigabyteSeconds = (billedMs / 1000) * (cost.memoryMegabytes / 1024)
  const each = LIST_PRICES.lambdaRequest + gigabyteSeconds * LIST_PRICES.lambdaGigabyteSecond
  const times = invocations === 1 ? '' : `${invocations} × `
  const how = `${times}${billedMs} ms at ${cost.memoryMegabytes} MB (${cost.cpuMs.toFixed(1)} ms CPU here, ${cost.calls.length} AWS calls)`
  return toLine(line, invocations * each, how)
}

function toLogLine(
  costs: readonly FunctionCost[],
  idleInvocations: number,
  idle: FunctionCost | null,
): CostLine {
  const own = ASSUMPTIONS.platformLogBytes + 3 * ASSUMPTIONS.logLineBytes
  const bytesOf = ({ logBytes }: FunctionCost): number => logBytes + own
  const bytes =
    sum(costs.map(bytesOf)) +
    (idle === null ? 0 : idleInvocations * bytesOf(idle)) +
    ASSUMPTIONS.accessLogBytes +
    ASSUMPTIONS.logLineBytes
  const price = LIST_PRICES.logsGigabyte + LIST_PRICES.logsGigabyteMonth
  return toLine(
    'CloudWatch Logs',
    (bytes / GIGABYTE) * price,
    `${bytes.toFixed(0)} bytes a message, kept a month`,
  )
}

function toLine(line: string, dollarsEach: number, how: string): CostLine {
  return { line, dollars: dollarsEach * MILLION, how }
}

function chunks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / (64 * 1024)))
}
