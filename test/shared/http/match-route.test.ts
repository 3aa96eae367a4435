import { describe, expect, it } from 'vitest'
import { matchRoute } from '../../../shared/http/match-route.ts'
import { ROUTES } from '../../../shared/http/route-table.ts'

describe('matching a path', () => {
  it.each([
    ['/v1/conversations', '/v1/conversations', {}],
    ['/v1/conversations/cnv_x', '/v1/conversations/{id}', { id: 'cnv_x' }],
    ['/v1/conversations/cnv_x/entries', '/v1/conversations/{id}/entries', { id: 'cnv_x' }],
    ['/v1/contacts/ctc_x', '/v1/contacts/{id}', { id: 'ctc_x' }],
    ['/v1/me', '/v1/me', {}],
  ])('%s: this guarantees that it is answered by %s', (path, route, parameters) => {
    expect(matchRoute(ROUTES, 'GET', path)).toMatchObject({
      kind: 'matched',
      route: { path: route },
      parameters,
    })
  })

  it.each(['/v1', '/v1/', '/v1/me/', '/v1/Me', '/v1//me', '/v1/conversations/a/b', '/v2/me', ''])(
    '%j: this guarantees that a path nobody wrote down is unknown',
    (path) => {
      expect(matchRoute(ROUTES, 'GET', path)).toEqual({ kind: 'unknown' })
    },
  )

  it('this guarantees that HEAD is answered as GET and other methods name what is allowed', () => {
    expect(matchRoute(ROUTES, 'HEAD', '/v1/me').kind).toBe('matched')
    expect(matchRoute(ROUTES, 'DELETE', '/v1/me')).toEqual({ kind: 'wrong_method', allow: ['GET', 'HEAD'] })
  })

  it('this guarantees that no two routes answer the same', () => {
    const names = ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`)
    expect(new Set(names).size).toBe(names.length)
  })
})
