/** One thing that must not be, how often it is, and the first examples. */
export type Finding = { name: string; count: number; examples: string[] }

const EXAMPLES_MAX = 3

export type Findings = { list: readonly Finding[]; add: (name: string, example: string) => void }

/** The names are all there from the start: a report shows what was looked for. */
export function createFindings(names: readonly string[]): Findings {
  const list = names.map((name): Finding => ({ name, count: 0, examples: [] }))
  return {
    list,
    add: (name, example) => {
      const finding = list.find((one) => one.name === name)
      if (finding === undefined) throw new Error(`nobody looks for "${name}"`)
      finding.count += 1
      if (finding.examples.length < EXAMPLES_MAX) finding.examples.push(example)
    },
  }
}
