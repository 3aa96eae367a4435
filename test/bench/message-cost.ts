import type { FunctionCost, FunctionCosts } from './function-costs.ts'
import { ASSUMPTIONS, LIST_PRICES } from './list-prices.ts'
import type { Units } from './measure-units.ts'
import { sum } from './statistics.ts'
import { total } from './table-units.ts'

const MILLION = 1e6
const GIGABYTE = 1e9

export type CostLine = { line: string; dollars: number; how: string }

/** The list price of a million inbound texts that come one at a time, by the way on which they come. */
export function toMessageCost(units: Units, costs: FunctionCosts): CostLine[] {
  const { entry, ingest, outbox } = costs
  const writes = total(units.writes)
  const reads = total(units.reads)
  const prices = LIST_PRICES
  const stored = (units.storedBytes + 100 * 3) / GIGABYTE
  const isTopic = costs.topicBytes !== null
  return [
    ...(isTopic ? toTopicLines(costs.topicBytes ?? 0) : toHttpLines()),
    toLambdaLine(isTopic ? 'Lambda topic' : 'Lambda webhook', entry, 1),
    toLine('SQS, inbound', 3 * chunks(costs.queueBytes) * prices.sqsFifoRequest, 'send, receive, delete'),
    toLambdaLine('Lambda ingest', ingest, 1),
    toLine('DynamoDB writes', writes * prices.dynamodbWriteUnit, `${writes.toFixed(2)} units`),
    toLine('DynamoDB reads', reads * prices.dynamodbReadUnit, `${reads.toFixed(2)} units`),
    toLine(
      'DynamoDB storage, first month',
      stored * (prices.dynamodbGigabyteMonth + prices.dynamodbRecoveryGigabyteMonth),
      `${(stored * MILLION).toFixed(1)} GB a million, with point-in-time recovery`,
    ),
    toLambdaLine('Lambda outbox', outbox, units.publications),
    toLine(
      'EventBridge',
      units.events * chunks(units.eventBytes) * prices.eventbridgeEvent,
      `${units.events} ${units.events === 1 ? 'event' : 'events'}`,
    ),
    toLogLine([entry, ingest, outbox], isTopic),
  ]
}

/** The mean of several bills, line by line; a line that is not on every bill counts as nothing there. */
export function mixCosts(bills: readonly (readonly CostLine[])[]): CostLine[] {
  const names = [...new Set(bills.flat().map(({ line }) => line))]
  return names.map((line) => {
    const dollars = sum(bills.flat().map((each) => (each.line === line ? each.dollars : 0))) / bills.length
    const count = bills.filter((bill) => bill.some((each) => each.line === line)).length
    return { line, dollars, how: count === bills.length ? '' : `on ${count} of ${bills.length} ways` }
  })
}

/** Time billed: CPU at the part of a core that comes with the memory, and waiting for AWS. */
export function toBilledMs({ cpuMs, calls, memoryMegabytes }: FunctionCost): number {
  const cpu = cpuMs * Math.max(1, ASSUMPTIONS.megabytesOfOneCpu / memoryMegabytes)
  const waits = calls.map((name) => ASSUMPTIONS.waitMs[name] ?? ASSUMPTIONS.otherWaitMs)
  return Math.max(1, Math.ceil(cpu + sum(waits)))
}

function toHttpLines(): CostLine[] {
  return [
    toLine('API Gateway', LIST_PRICES.httpRequest, '1 request'),
    toLine(
      'Data out',
      (ASSUMPTIONS.answerBytes / GIGABYTE) * LIST_PRICES.internetGigabyte,
      'the answer to the platform',
    ),
  ]
}

function toTopicLines(bytes: number): CostLine[] {
  const { snsRequest, sqsRequest } = LIST_PRICES
  return [
    toLine('SNS', chunks(bytes) * snsRequest, '1 publish'),
    toLine('SQS, topic', 3 * chunks(bytes) * sqsRequest, 'send, receive, delete'),
  ]
}

function toLambdaLine(line: string, cost: FunctionCost, invocations: number): CostLine {
  const billedMs = toBilledMs(cost)
  const gigabyteSeconds = (billedMs / 1000) * (cost.memoryMegabytes / 1024)
  const each = LIST_PRICES.lambdaRequest + gigabyteSeconds * LIST_PRICES.lambdaGigabyteSecond
  const times = invocations === 1 ? '' : `${invocations} × `
  const how = `${times}${billedMs} ms at ${cost.memoryMegabytes} MB (${cost.cpuMs.toFixed(1)} ms CPU here, ${cost.calls.length} AWS calls)`
  return toLine(line, invocations * each, how)
}

function toLogLine(costs: readonly FunctionCost[], isTopic: boolean): CostLine {
  const own = ASSUMPTIONS.platformLogBytes + 3 * ASSUMPTIONS.logLineBytes
  const access = isTopic ? 0 : ASSUMPTIONS.accessLogBytes + ASSUMPTIONS.logLineBytes
  const bytes = sum(costs.map(({ logBytes }) => logBytes + own)) + access
  const price = LIST_PRICES.logsGigabyte + LIST_PRICES.logsGigabyteMonth
  const how = `${bytes.toFixed(0)} bytes a message, kept a month`
  return toLine('CloudWatch Logs', (bytes / GIGABYTE) * price, how)
}

function toLine(line: string, dollarsEach: number, how: string): CostLine {
  return { line, dollars: dollarsEach * MILLION, how }
}

function chunks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / (64 * 1024)))
}
