import { vi } from 'vitest'
import { at, listAt, resourcesOf, type Template, type TemplateResource } from '../../infra/checks/template.ts'
import { environmentOf } from '../infra/environment-of.ts'

export type WrittenFigures = Record<string, unknown>

/** Collects the figures that CloudWatch would take from what a function writes, from now until mocks are restored. */
export function collectFigures(): { take: () => WrittenFigures[] } {
  const lines = collectLines()
  return { take: () => lines.take().filter((line) => '_aws' in line) }
}

/** Collects the lines of its log. */
export function collectLog(): { take: () => Record<string, unknown>[] } {
  const lines = collectLines()
  return { take: () => lines.take().filter((line) => !('_aws' in line)) }
}

function collectLines(): { take: () => Record<string, unknown>[] } {
  const written: string[] = []
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  }
  return {
    take: () =>
      written
        .splice(0)
        .flatMap((text) => text.split('\n'))
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}

/** The environment that the template gives to a function, for as long as environments are stubbed. */
export function useEnvironmentOf(template: Template, entry: string): void {
  vi.stubEnv('AWS_REGION', 'us-east-1')
  for (const [name, value] of Object.entries(environmentOf(template, entry))) vi.stubEnv(name, value)
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'SILENT')
}

/** The alarm that looks at exactly this figure: under its namespace, name and dimensions, alone or in an expression. */
export function alarmOn(
  template: Template,
  figures: WrittenFigures,
  name: string,
): TemplateResource | undefined {
  const [directive] = listAt(figures, '_aws', 'CloudWatchMetrics')
  const dimensions = listAt(directive, 'Dimensions').flatMap((set): unknown[] =>
    Array.isArray(set) ? set : [],
  )
  const isLookedAt = (metric: unknown): boolean =>
    at(metric, 'Namespace') === at(directive, 'Namespace') &&
    at(metric, 'MetricName') === name &&
    listAt(metric, 'Dimensions').length === dimensions.length &&
    listAt(metric, 'Dimensions').every((each) => figures[String(at(each, 'Name'))] === at(each, 'Value'))
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').find(({ properties }) =>
    [properties, ...listAt(properties, 'Metrics').map((query) => at(query, 'MetricStat', 'Metric'))].some(
      isLookedAt,
    ),
  )
}
