import { LIST_PRICES } from './list-prices.ts'
import type { Units } from './measure-units.ts'
import type { Measurements } from './measurements.ts'
import { LOG_LENGTHS, type MessageUnits } from './message-units.ts'
import type { Figure, Section } from './report.ts'
import type { Way } from './samples.ts'

const WRITE_UNITS_MAX = 14
const READ_UNITS_MAX = 3
/** Every item under 1 KB: conversation, entry and key in one transaction (2 each), its place in the queue moved (2), a feed row (1). */
const WRITE_UNITS_FLOOR = 9
/** Identity and conversation read eventually (½ each), the entry read back by the publisher (1). */
const READ_UNITS_FLOOR = 2

/** Design section 11: what storing and publishing one more text costs in the table. */
export async function benchTextUnits(measurements: Measurements): Promise<Section> {
  const { texts, starting, assigned, grown } = await measurements.messageUnits()
  const all = [...texts, ...starting, ...grown].map(({ units }) => units).concat(assigned)
  return {
    title: 'Table units per inbound text in a known conversation, indexes and feed included',
    figures: [
      ...texts.flatMap(({ way, units }) => toTextFigures(way, units)),
      ...toJudged('whatsapp, assigned, 340 characters', assigned),
      ...starting.flatMap(({ units }) => toJudged(units.name, units)),
      ...toFlatness(grown),
    ],
    notes: [
      'units by the documented rules, from the items that the store and the publisher really wrote and read.',
      ...toAgreement(all),
      'the default rules are saved, as in a deployment. Where nothing is said of a clock, the customer waits already, so that none moves; one that starts is written in two more rows.',
      'a public post (a mention on X, a post on the Page) always begins a conversation, so no budget is asked of it; a public reply is a comment or an answer.',
      `flatness: the log was filled by importing copies of its first entry (${LOG_LENGTHS.join(', ')} entries), not by sending them.`,
      'each changed item is published alone: one feed row each; a cold instance reads the end of the feed once (≤ 4 units).',
    ],
  }
}

/** The same of everything else that platforms say. */
export async function benchKindUnits(measurements: Measurements): Promise<Section> {
  const { kinds } = await measurements.messageUnits()
  return {
    title: 'Table units by channel and kind: write, read, and dollars a million of them',
    figures: kinds.map(({ units }) => ({
      what: units.name,
      value: `${total(units.writes).toFixed(2)}, ${total(units.reads).toFixed(2)}, $${toTableDollars(units).toFixed(2)}`,
      details: toDetails(units),
    })),
    notes: [
      ...toAgreement(kinds.map(({ units }) => units)),
      'without the end of the feed, which is written once in 100 rows (0.01 units a row).',
      'that an account still receives is written once a minute and instance: the lines GetItem consistent and ACCOUNT.',
      'parked: stored under the key of its message, until whoever writes that message applies it.',
    ],
  }
}

/** What it costs that clocks move, in the dearest channel by the number of them. */
export async function benchClockUnits(measurements: Measurements): Promise<Section> {
  const { clocks } = await measurements.messageUnits()
  const unitsOf = (name: string | null): Units | undefined =>
    clocks.find(({ kind }) => kind.name === name)?.units
  const say = (units: Units | undefined): string =>
    units === undefined ? '' : `${total(units.writes).toFixed(2)}, ${total(units.reads).toFixed(2)}`
  return {
    title: 'Table units per move of a clock, WhatsApp, default rules: write, read',
    figures: clocks.map(({ kind: { name, like }, units }) => ({
      what: name,
      value: say(units),
      floor: say(unitsOf(like)),
      details: toDetails(units),
    })),
    notes: [
      ...toAgreement(clocks.map(({ units }) => units)),
      'floor: the same where no clock moves. Each is its own transaction and its publication; CLOCK is the row of the list by due time, SLA what reports keep.',
      'a reply is written in one transaction, attempted in another and accepted in a third, which is the one that stops a clock; it is metered without the look for its provider id.',
    ],
  }
}

export function total(lines: ReadonlyMap<string, number>): number {
  return [...lines.values()].reduce((sum, units) => sum + units, 0)
}

export function toTableDollars({ writes, reads }: Units): number {
  return 1e6 * (total(writes) * LIST_PRICES.dynamodbWriteUnit + total(reads) * LIST_PRICES.dynamodbReadUnit)
}

function toTextFigures({ name, isPost }: Way, units: Units): Figure[] {
  if (!isPost) return toJudged(name, units)
  return [
    {
      what: `${name}, of a known person: write units`,
      value: total(units.writes).toFixed(2),
      details: [toLine(units.writes, units.sizes)],
    },
    {
      what: `${name}, of a known person: read units`,
      value: total(units.reads).toFixed(2),
      details: [toLine(units.reads)],
    },
  ]
}

function toJudged(name: string, { writes, reads, sizes }: Units): Figure[] {
  return [
    {
      ...toFigure(`${name}: write units`, total(writes), WRITE_UNITS_MAX, WRITE_UNITS_FLOOR),
      details: [toLine(writes, sizes)],
    },
    {
      ...toFigure(`${name}: read units`, total(reads), READ_UNITS_MAX, READ_UNITS_FLOOR),
      details: [toLine(reads)],
    },
  ]
}

function toFlatness(grown: MessageUnits['grown']): Figure[] {
  const first = grown[0]?.units
  if (first === undefined) return []
  return grown.map(({ logLength, units: { name, writes, reads } }) => ({
    what: `${name}, ${logLength.toLocaleString('en')} messages before: write, read`,
    value: `${total(writes).toFixed(2)}, ${total(reads).toFixed(2)}`,
    budget: 'flat',
    floor: `${total(first.writes).toFixed(2)}, ${total(first.reads).toFixed(2)}`,
    // A longer number in the item is no growth of the log.
    isMissed: total(writes) > total(first.writes) + 0.5 || total(reads) > total(first.reads),
  }))
}

function toFigure(what: string, units: number, max: number, floor: number): Figure {
  return { what, value: units.toFixed(2), budget: `≤ ${max}`, floor: String(floor), isMissed: units > max }
}

function toDetails({ writes, reads, sizes, events, outcome }: Units): string[] {
  const isNothing = writes.size + reads.size === 0
  if (isNothing) return [`${outcome}; nothing is read or written`]
  return [
    `${outcome}; ${events} ${events === 1 ? 'event' : 'events'}; writes ${toLine(writes, sizes) || 'nothing'}; reads ${toLine(reads)}`,
  ]
}

function toLine(lines: ReadonlyMap<string, number>, sizes: ReadonlyMap<string, number> = new Map()): string {
  return [...lines]
    .map(([line, units]) => {
      const bytes = sizes.get(line)
      return `${line} ${Number(units.toFixed(2))}${bytes === undefined ? '' : ` (${bytes} B)`}`
    })
    .join(', ')
}

function toAgreement(all: readonly Units[]): string[] {
  const disagreements = all.flatMap(toDisagreement)
  return disagreements.length > 0
    ? disagreements
    : ['the emulator (ReturnConsumedCapacity: INDEXES) reports the same totals.']
}

function toDisagreement({ name, writes, reads, reported }: Units): string[] {
  const isSame = (rule: number, emulator: number): boolean => Math.abs(rule - emulator) < 0.005
  if (isSame(total(writes), reported.write) && isSame(total(reads), reported.read)) return []
  const emulator = `${reported.write.toFixed(2)} write, ${reported.read.toFixed(2)} read`
  return [`the emulator reports ${emulator} for ${name}: its figures are not used.`]
}
