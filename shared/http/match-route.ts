import type { Route } from './route.ts'

export type RouteMatch =
  | { kind: 'matched'; route: Route; parameters: Record<string, string> }
  | { kind: 'wrong_method'; allow: string[] }
  | { kind: 'unknown' }

/** HEAD is answered by the route for GET. */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const fitting = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path)
    return parameters === null ? [] : [{ route, parameters }]
  })
  // `/contacts/merge` is a path of its own and no `/contacts/{id}`.
  const literal = fitting.filter(({ route }) => route.path === path)
  const found = literal.length > 0 ? literal : fitting
  const wanted = method === 'HEAD' ? 'GET' : method
  const match = found.find(({ route }) => route.method === wanted)
  if (match !== undefined) return { kind: 'matched', ...match }
  if (found.length === 0) return { kind: 'unknown' }
  const methods = new Set<string>(found.map(({ route }) => route.method))
  return { kind: 'wrong_method', allow: methods.has('GET') ? [...methods, 'HEAD'] : [...methods] }
}

function matchPath(template: string, path: string): Record<string, string> | null {
  const expected = template.split('/')
  const actual = path.split('/')
  if (expected.length !== actual.length) return null
  const parameters: Record<string, string> = {}
  for (const [index, segment] of expected.entries()) {
    const value = actual[index] ?? ''
    if (segment.startsWith('{')) parameters[segment.slice(1, -1)] = value
    else if (segment !== value) return null
  }
  return parameters
}
