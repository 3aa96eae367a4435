import { LOG_LENGTHS, type MessageUnits } from './message-units.ts'
import type { Measurements } from './measurements.ts'
import type { Figure, Section } from './report.ts'

const WRITE_UNITS_MAX = 14
const READ_UNITS_MAX = 3
/** Every item under 1 KB: conversation, entry and key in one transaction (2 each), its place in the queue moved (2), a feed row (1). */
const WRITE_UNITS_FLOOR = 9
/** Identity and conversation read eventually (½ each), the entry read back by the publisher (1). */
const READ_UNITS_FLOOR = 2

/** Design section 11: what storing and publishing one more text costs in the table. */
export async function benchTableUnits(measurements: Measurements): Promise<Section> {
  const all = await measurements.messageUnits()
  const kinds = all.filter(({ logLength }) => logLength === 1)
  const grown = all.filter(({ logLength }) => logLength > 1)
  const disagreements = all.flatMap(toDisagreement)
  return {
    title: 'Table units per inbound text in a known conversation, indexes and feed included',
    figures: [...kinds.flatMap(toFigures), ...toFlatness(grown)],
    notes: [
      'units by the documented rules, from the items that the store and the publisher really wrote and read.',
      ...(disagreements.length > 0
        ? disagreements
        : ['the emulator (ReturnConsumedCapacity: INDEXES) reports the same totals.']),
      `flatness: the log was filled by importing copies of its first entry (${LOG_LENGTHS.join(', ')} entries), not by sending them.`,
      'each text is published alone: one feed row a text; a cold instance reads the end of the feed once (≤ 4 units).',
    ],
  }
}

function toFigures(units: MessageUnits): Figure[] {
  const { name, writes, reads, sizes } = units
  return [
    toFigure(`${name}: write units`, total(writes), WRITE_UNITS_MAX, WRITE_UNITS_FLOOR),
    ...toLines(writes, sizes),
    toFigure(`${name}: read units`, total(reads), READ_UNITS_MAX, READ_UNITS_FLOOR),
    ...toLines(reads, new Map()),
  ]
}

function toFlatness(grown: readonly MessageUnits[]): Figure[] {
  const first = grown[0]
  if (first === undefined) return []
  return grown.map(({ name, logLength, writes, reads }) => ({
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

function toLines(lines: ReadonlyMap<string, number>, sizes: ReadonlyMap<string, number>): Figure[] {
  return [...lines].map(([line, units]) => {
    const bytes = sizes.get(line)
    return { what: `    ${line}${bytes === undefined ? '' : `, ${bytes} bytes`}`, value: units.toFixed(2) }
  })
}

function toDisagreement({ name, logLength, writes, reads, reported }: MessageUnits): string[] {
  const isSame = (rule: number, emulator: number): boolean => Math.abs(rule - emulator) < 0.005
  if (isSame(total(writes), reported.write) && isSame(total(reads), reported.read)) return []
  const emulator = `${reported.write.toFixed(2)} write, ${reported.read.toFixed(2)} read`
  return [`the emulator reports ${emulator} for ${name} after ${logLength}: its figures are not used.`]
}

export function total(lines: ReadonlyMap<string, number>): number {
  return [...lines.values()].reduce((sum, units) => sum + units, 0)
}
