import type { LocalRoute } from '../template/read-api.ts'

export type RouteMatch = { route: LocalRoute; pathParameters: Record<string, string> }

type Pattern = { route: LocalRoute; method: string; segments: string[] }

/**
 * The most specific route for a request, as API Gateway chooses: literal before `{parameter}` before `{greedy+}`, a method
 * before ANY, `$default` last. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function createRouteMatcher(
  routes: readonly LocalRoute[],
): (method: string, path: string) => RouteMatch | null {
  const patterns = routes.map(toPattern).sort(bySpecificity)
  return (method, path) => {
    const segments = path.split('/').slice(1)
    for (const pattern of patterns) {
      if (pattern.method !== 'ANY' && pattern.method !== method) continue
      const pathParameters = matchSegments(pattern.segments, segments)
      if (pathParameters !== null) return { route: pattern.route, pathParameters }
    }
    return null
  }
}

function toPattern(route: LocalRoute): Pattern {
  if (route.key === '$default') return { route, method: 'ANY', segments: ['{$default+}'] }
  const space = route.key.indexOf(' ')
  const path = route.key.slice(space + 1)
  return { route, method: route.key.slice(0, space), segments: path.split('/').slice(1) }
}

function bySpecificity(left: Pattern, right: Pattern): number {
  const [leftRank, rightRank] = [rankOf(left), rankOf(right)]
  return leftRank < rightRank ? -1 : leftRank > rightRank ? 1 : 0
}

/** Sorts as text: a digit a segment, then the method, `$default` behind everything. */
function rankOf({ route, method, segments }: Pattern): string {
  if (route.key === '$default') return '9'
  const ranks = segments.map((segment) => (isGreedy(segment) ? '3' : isParameter(segment) ? '2' : '1'))
  return `${ranks.join('')}${method === 'ANY' ? '5' : '4'}`
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | null {
  const parameters: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index]
    if (segment === undefined) return null
    if (isGreedy(part)) {
      if (part !== '{$default+}') {
        if (segment === '') return null
        parameters[part.slice(1, -2)] = segments.slice(index).map(decode).join('/')
      }
      return parameters
    }
    if (isParameter(part)) {
      if (segment === '') return null
      parameters[part.slice(1, -1)] = decode(segment)
    } else if (part !== segment) return null
  }
  return pattern.length === segments.length ? parameters : null
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('}')
}

function isGreedy(segment: string): boolean {
  return segment.startsWith('{') && segment.endsWith('+}')
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
