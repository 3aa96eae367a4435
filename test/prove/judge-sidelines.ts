import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import { createFindings, type Finding } from './finding.ts'

const Part = z.looseObject({
  id: z.string(),
  reason: z.string(),
  part: z.number(),
  encoding: z.literal('gzip+base64'),
  data: z.string(),
})

/** What was found beside the way. */
export type ReadSidelines = {
  quarantine: readonly string[]
  /** Bodies in any other queue, and keys of failed stream batches. */
  deadLetters: readonly string[]
}

export type SidelinesVerdict = { quarantined: number; findings: readonly Finding[] }

/** Quarantine holds what was sent to be there, all of it and nothing else; nothing became a dead letter. */
export function judgeSidelines(marks: readonly string[], read: ReadSidelines): SidelinesVerdict {
  const findings = createFindings(['not in quarantine', 'wrongly in quarantine', 'dead letters'])
  const parts = read.quarantine.map((body) => Part.parse(JSON.parse(body)))
  const pieces = [...Map.groupBy(parts, ({ id }) => id).values()].map(toPiece)
  for (const { reason, text } of pieces) {
    if (!marks.some((mark) => text.includes(mark))) findings.add('wrongly in quarantine', reason)
  }
  for (const mark of marks) {
    if (!pieces.some(({ text }) => text.includes(mark))) findings.add('not in quarantine', mark)
  }
  for (const letter of read.deadLetters) findings.add('dead letters', letter.slice(0, 200))
  return { quarantined: pieces.length, findings: findings.list }
}

function toPiece(parts: readonly z.infer<typeof Part>[]): { reason: string; text: string } {
  // A part may be there twice: the queue delivers at least once.
  const byNumber = new Map(parts.map(({ part, data }) => [part, data]))
  const data = [...byNumber].sort(([left], [right]) => left - right).map(([, text]) => text)
  return {
    reason: parts[0]?.reason ?? '',
    text: gunzipSync(Buffer.from(data.join(''), 'base64')).toString('latin1'),
  }
}
