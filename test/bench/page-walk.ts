import type { ListPage } from './api-under-test.ts'
import type { CapacityMeter } from './capacity-meter.ts'
import type { Figure } from './report.ts'
import { percentile, sum } from './statistics.ts'

/** What one page cost. */
export type PageCost = { rows: number; queries: number; units: number; ms: number }

/** Reads a list page after page, to its end or so many, again from its start until `atLeast` pages were read. */
export async function walkPages(
  get: (pathAndQuery: string) => Promise<ListPage>,
  meter: CapacityMeter,
  pathAndQuery: string,
  { atLeast, atMost }: { atLeast: number; atMost: number },
): Promise<PageCost[]> {
  const pages: PageCost[] = []
  let next: string | null = null
  while (pages.length < atMost) {
    meter.reset()
    const startedAt = performance.now()
    const page = await get(next === null ? pathAndQuery : `${pathAndQuery}&cursor=${next}`)
    const ms = performance.now() - startedAt
    if (page.status !== 200) throw new Error(`${pathAndQuery} was answered with ${page.status} ${page.code}`)
    pages.push({
      rows: page.data.length,
      queries: meter.calls.length,
      units: sum(meter.calls.flatMap(({ lines }) => lines.map(({ units }) => units))),
      ms,
    })
    next = page.next
    if (next === null && pages.length >= atLeast) break
  }
  return pages
}

/** Latency is the emulator's on this machine; units and calls are what AWS would count. */
export function toPageFigure(what: string, pages: readonly PageCost[]): Figure {
  const ms = pages.map((page) => page.ms)
  const units = pages.map((page) => page.units)
  const latency = [percentile(ms, 50), percentile(ms, 95), Math.max(...ms)].map((each) => each.toFixed(0))
  const mean = sum(units) / units.length
  const rows = sum(pages.map((page) => page.rows)) / pages.length
  return {
    what,
    value: `${latency.join(' / ')} ms`,
    details: [
      `${mean.toFixed(1)} units a page, at most ${Math.max(...units).toFixed(1)}; at most ${Math.max(...pages.map(({ queries }) => queries))} calls; ${rows.toFixed(1)} rows; ${pages.length} pages`,
    ],
  }
}
