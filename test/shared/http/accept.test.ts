import { expect, it } from 'vitest'
import { chooseMediaType } from '../../../shared/http/accept.ts'

it.each([
  [undefined, 'application/json'],
  ['', 'application/json'],
  ['*/*', 'application/json'],
  ['text/csv', 'text/csv'],
  ['Text/CSV; charset=utf-8', 'text/csv'],
  ['text/*', 'text/csv'],
  ['text/csv, application/json', 'application/json'],
  ['text/csv;q=0.9, application/json;q=0.8', 'text/csv'],
  ['text/csv;q=0.1, */*;q=0.5', 'application/json'],
  ['text/csv, */*;q=0.1', 'text/csv'],
  ['application/json;q=0, text/csv;q=0.1', 'text/csv'],
  ['text/csv;q=nonsense', 'application/json'],
  ['image/png', 'application/json'],
])('%s: this guarantees that what the caller likes best is chosen', (accept, expected) => {
  expect(chooseMediaType(accept, ['application/json', 'text/csv'])).toBe(expected)
})

it('this guarantees that a route with one form answers in it', () => {
  expect(chooseMediaType('text/csv', ['application/json'])).toBe('application/json')
})
