/** One line of the report, with what it consists of below. `isMissed` is absent where there is no budget. */
export type Figure = {
  what: string
  value: string
  budget?: string
  floor?: string
  isMissed?: boolean
  details?: readonly string[]
}

export type Section = { title: string; figures: Figure[]; notes: string[] }

const HEAD = { what: '', value: 'measured', budget: 'budget', floor: 'floor' }

export function formatSection({ title, figures, notes }: Section): string {
  const rows: Figure[] = [HEAD, ...figures]
  const width = (column: keyof typeof HEAD): number =>
    Math.max(...rows.map((row) => (row[column] ?? '').length))
  const widths = {
    what: width('what'),
    value: width('value'),
    budget: width('budget'),
    floor: width('floor'),
  }
  const lines = rows.flatMap((row) => {
    const columns = [
      row.what.padEnd(widths.what),
      row.value.padStart(widths.value),
      (row.budget ?? '').padStart(widths.budget),
      (row.floor ?? '').padStart(widths.floor),
    ]
    const line = `  ${columns.join('   ')}   ${toVerdict(row)}`.trimEnd()
    return [line, ...(row.details ?? []).map((detail) => `      ${detail}`)]
  })
  return [title, ...lines, ...notes.map((note) => `  · ${note}`), ''].join('\n')
}

/** The last line: what missed its budget, or that nothing did. */
export function formatMisses(sections: readonly Section[]): string {
  const figures = sections.flatMap((section) => section.figures)
  const missed = figures.filter(({ isMissed }) => isMissed === true)
  const judged = figures.filter(({ isMissed }) => isMissed !== undefined).length
  if (missed.length === 0) return `All ${judged} budgets are met.`
  const names = missed.map(({ what, value, budget }) => `${what.trim()} (${value}, budget ${budget})`)
  return `Missed, ${missed.length} of ${judged}: ${names.join('; ')}`
}

export function countMisses(sections: readonly Section[]): number {
  return sections.flatMap(({ figures }) => figures).filter(({ isMissed }) => isMissed === true).length
}

function toVerdict({ isMissed }: Partial<Figure>): string {
  if (isMissed === undefined) return ''
  return isMissed ? 'MISSED' : 'met'
}
