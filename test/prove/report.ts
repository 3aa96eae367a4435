import type { Proof } from './prove.ts'

/** What one run says, and everything that it looked for and found. */
export function toReport(proof: Proof): string[] {
  const { figures, replies, clocks, handoffs, findings } = proof
  const seconds = (proof.sendMs + proof.quietMs) / 1000
  const struck = proof.weather.filter((rule) => rule.struck > 0)
  const found = findings.filter(({ count }) => count > 0)
  return [
    '',
    toRow('sent unique', figures.sent, `and ${proof.repeats} platform events again`),
    toRow('stored', figures.stored),
    toRow('duplicates', figures.duplicates),
    toRow('lost', figures.lost),
    toRow('out of order', figures.outOfOrder),
    toRow('feed out of order', figures.feedOutOfOrder),
    toRow('event ids expected', figures.expected),
    toRow('event ids seen', figures.seen),
    toRow('event ids missing', figures.missing),
    toRow('event repeats', figures.repeats, 'allowed: at least once'),
    toRow('in quarantine', figures.quarantined, 'sent to be there'),
    toRow(
      'files kept',
      figures.files.kept,
      `and ${figures.files.failed} that no platform of ours has, told so`,
    ),
    '',
    toRow(
      'replies accepted',
      replies.accepted,
      `and ${proof.postedAgain} times posted again under their key`,
    ),
    toRow('  sent once', replies.sentOnce),
    toRow('  failed with reason', replies.failed, toReasons(replies.reasons)),
    toRow('  unknown', replies.unknown, 'said to be so, and not sent again'),
    toRow('  sent twice', replies.sentTwice),
    toRow('  unaccounted', replies.unaccounted),
    '',
    `clocks: ${clocks.clocks}, mismatches ${clocks.mismatches}, announced twice ${clocks.announcedTwice}, forgotten ${clocks.forgotten}`,
    toRow('  warnings', clocks.warnings),
    toRow('  breaches', clocks.breaches),
    toRow(
      '  fulfilled',
      clocks.fulfilled,
      `of which ${clocks.revoked} were revoked, because a reply failed after all`,
    ),
    toRow('patches by agents', proof.patches),
    '',
    toRow(
      'handoffs offered',
      handoffs.offered,
      `= ${handoffs.completed} completed + ${handoffs.expired} expired + ${handoffs.declined} declined + ${handoffs.open} open`,
    ),
    toRow('  in secure threads', handoffs.pages, 'whose pages were read to the end'),
    '',
    `${(proof.sendMs / 1000).toFixed(1)} s to be accepted, ${seconds.toFixed(1)} s until all was out, ${Math.round(figures.sent / seconds)} messages/s`,
    `${proof.requests} requests, ${proof.resent} of them sent again after a refusal, ${proof.crashes} functions killed`,
    `weather: ${struck.length === 0 ? 'calm' : struck.map(({ name, struck: count }) => `${name} ${count}`).join(', ')}`,
    `looked for: ${findings.map(({ name }) => name).join(', ')}`,
    ...found.flatMap(({ name, count, examples }) => [
      `FOUND ${count} × ${name}`,
      ...examples.map((example) => `  ${example}`),
    ]),
    ...(proof.isQuiet ? [] : ['FOUND that it did not become quiet in time']),
    ...(proof.logs === null ? [] : [`The logs of the functions are in ${proof.logs}`]),
    `${proof.isProven ? 'PROVEN' : 'NOT PROVEN'} with seed ${proof.seed}`,
  ]
}

/** Several runs, a line each. */
export function toTable(proofs: readonly Proof[]): string[] {
  const titles =
    'seed sent stored duplicates lost out-of-order expected seen missing repeats replies once failed unknown twice unaccounted clocks mismatches seconds'.split(
      ' ',
    )
  const rows = proofs.map(({ seed, figures, replies, clocks, sendMs, quietMs, isProven }) => [
    seed,
    figures.sent,
    figures.stored,
    figures.duplicates,
    figures.lost,
    figures.outOfOrder,
    figures.expected,
    figures.seen,
    figures.missing,
    figures.repeats,
    replies.accepted,
    replies.sentOnce,
    replies.failed,
    replies.unknown,
    replies.sentTwice,
    replies.unaccounted,
    clocks.clocks,
    clocks.mismatches,
    `${((sendMs + quietMs) / 1000).toFixed(1)}${isProven ? '' : '  NOT PROVEN'}`,
  ])
  const toLine = (cells: readonly (string | number)[]): string =>
    cells.map((cell, index) => String(cell).padStart(Math.max(titles[index]?.length ?? 0, 6) + 2)).join('')
  return ['', toLine(titles), ...rows.map(toLine)]
}

function toRow(name: string, count: number, remark = ''): string {
  return `${name.padEnd(20)}${String(count).padStart(8)}  ${remark}`.trimEnd()
}

function toReasons(reasons: Readonly<Record<string, number>>): string {
  return Object.entries(reasons)
    .map(([code, count]) => `${code} ${count}`)
    .join(', ')
}
