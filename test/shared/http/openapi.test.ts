import core, { type RulesetDefinition } from '@stoplight/spectral-core'
import rulesets from '@stoplight/spectral-rulesets'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { COMPONENT_WORDS, COMPONENTS } from '../../../shared/http/openapi-components.ts'
import { toOpenApi } from '../../../shared/http/openapi.ts'
import { PROBLEMS, Problem } from '../../../shared/http/problems.ts'
import { ROUTES } from '../../../shared/http/route-table.ts'

type Media = { example?: unknown; examples?: Record<string, { value: unknown }> }
type Answer = { description: string; headers: Record<string, unknown>; content: Record<string, Media> }
type Parameter = { name: string; in: string; required: boolean; description?: string; example?: string }
type Operation = {
  operationId: string
  tags: string[]
  parameters: Parameter[]
  requestBody?: { content: Record<string, Media> }
  responses: Record<string, { $ref: string }>
}
type Document = {
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { responses: Record<string, Answer>; schemas: Record<string, unknown> }
}

/** As a client reads it. */
const DOCUMENT = JSON.parse(JSON.stringify(toOpenApi(ROUTES))) as Document

const CASES = ROUTES.map((route) => ({
  name: `${route.method} ${route.path}`,
  route,
  operation: DOCUMENT.paths[route.path]?.[route.method.toLowerCase()] as Operation,
}))

function problemsOf(operation: Operation): { status: number; codes: string[] }[] {
  return Object.entries(operation.responses)
    .filter(([status]) => Number(status) >= 300)
    .map(([status, { $ref }]) => {
      const answer = DOCUMENT.components.responses[$ref.replace('#/components/responses/', '')]
      const codes = Object.keys(answer?.content['application/problem+json']?.examples ?? {})
      return { status: Number(status), codes }
    })
}

async function lint(document: unknown): Promise<string[]> {
  const spectral = new core.Spectral()
  spectral.setRuleset({ extends: [rulesets.oas as RulesetDefinition] })
  const results = await spectral.run(document as Record<string, unknown>)
  return results.map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`)
}

describe('the OpenAPI document', () => {
  it(
    "this guarantees that Spectral's oas rules find nothing, neither errors nor warnings",
    { timeout: 120_000 },
    async () => {
      expect(await lint(DOCUMENT)).toEqual([])
    },
  )

  it('this guarantees that the rules would find an example that is none', { timeout: 120_000 }, async () => {
    const wrong = structuredClone(DOCUMENT) as unknown as {
      paths: { '/v1/me': { get: { responses: { 200: { content: Record<string, Media> } } } } }
    }
    wrong.paths['/v1/me'].get.responses[200].content['application/json'] = {
      ...wrong.paths['/v1/me'].get.responses[200].content['application/json'],
      example: { id: 1 },
    }
    expect(await lint(wrong)).toContainEqual(expect.stringContaining('oas3-valid-media-example'))
  })

  it('this guarantees that every route is an operation, and no other is', () => {
    const operations = Object.values(DOCUMENT.paths).flatMap((path) => Object.values(path))
    expect(operations).toHaveLength(ROUTES.length)
    expect(CASES.filter(({ operation }) => operation === undefined)).toEqual([])
  })

  it('this guarantees that what is said of a property is said of one that exists', () => {
    const missing = Object.entries(COMPONENT_WORDS).flatMap(([name, words]) => {
      const schema = COMPONENTS[name]
      const shape = schema instanceof z.ZodObject ? schema.shape : {}
      return Object.keys(words).flatMap((property) => (property in shape ? [] : [`${name}.${property}`]))
    })
    expect(missing).toEqual([])
  })

  it('this guarantees that every problem of the API is documented somewhere, but for methods that no path has', () => {
    const documented = new Set(
      CASES.flatMap(({ operation }) => problemsOf(operation).flatMap(({ codes }) => codes)),
    )
    expect([...documented, 'method_not_allowed'].sort()).toEqual(Object.keys(PROBLEMS).sort())
  })

  it.each(Object.entries(DOCUMENT.components.responses))(
    '%s: this guarantees that its examples are problems as the API makes them',
    (_, { content }) => {
      for (const { value } of Object.values(content['application/problem+json']?.examples ?? {})) {
        expect(Problem.safeParse(value).error).toBeUndefined()
      }
    },
  )
})

describe.each(CASES)('$name', ({ route, operation }) => {
  it('this guarantees that its example is an answer that it gives', () => {
    expect(route.response.safeParse(route.documentation.example).error).toBeUndefined()
  })

  it('this guarantees that its example of a body is one that it takes', () => {
    expect(operation.requestBody !== undefined).toBe(route.body !== undefined)
    if (route.body === undefined) return
    const { example } = operation.requestBody?.content['application/json'] ?? {}
    expect(route.body.safeParse(example).error).toBeUndefined()
  })

  it('this guarantees that its parameters are described, and their examples are taken', () => {
    const examples = operation.parameters.filter(({ required }) => required)
    expect(operation.parameters.filter(({ description }) => description === undefined)).toEqual([])
    const valuesIn = (place: string) =>
      Object.fromEntries(
        examples.filter((each) => each.in === place).map(({ name, example }) => [name, example]),
      )
    expect(route.parameters.safeParse(valuesIn('path')).error).toBeUndefined()
    expect(route.query.safeParse(valuesIn('query')).error).toBeUndefined()
  })

  it('this guarantees that each of its problems is under its own status', () => {
    for (const { status, codes } of problemsOf(operation)) {
      for (const code of codes) expect(PROBLEMS[code as keyof typeof PROBLEMS].status, code).toBe(status)
    }
    expect(DOCUMENT.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags))
  })
})
