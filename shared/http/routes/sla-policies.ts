import * as z from 'zod'
import { replaceRules } from '../../app/replace-rules.ts'
import { PoliciesView, toPoliciesView } from '../../app/rules-view.ts'
import { SlaRuleSet } from '../../domain/sla/rules.ts'
import { POLICIES_EXAMPLE } from '../clock-examples.ts'
import { defineRoute } from '../route.ts'
import { toRuleErrors } from '../rule-errors.ts'

const ETAG = 'The version of the rules, policies and calendars together, for If-Match.'

export const getPoliciesRoute = defineRoute({
  method: 'GET',
  path: '/v1/sla-policies',
  scope: 'inbox:read',
  summary: 'Read by which policies conversations are measured',
  parameters: z.object({}),
  query: z.strictObject({}),
  response: PoliciesView,
  documentation: {
    operationId: 'getSlaPolicies',
    tag: 'Clocks',
    description:
      'In their order: a conversation goes by the first policy whose `selector` fits it. The deployment saves the first version; before that, `version` is 0, there is no policy, and nothing is measured.',
    refusals: [],
    example: POLICIES_EXAMPLE,
    headers: { ETag: ETAG },
  },
  handle: async (_input, { rules }) => {
    const body = toPoliciesView(await rules.current('consistent'))
    return { kind: 'reply', body, headers: { etag: `"${body.version}"` } }
  },
})

export const putPoliciesRoute = defineRoute({
  method: 'PUT',
  path: '/v1/sla-policies',
  scope: 'inbox:admin',
  summary: 'Replace the policies',
  ifMatch: 'revision',
  parameters: z.object({}),
  query: z.strictObject({}),
  body: SlaRuleSet.pick({ policies: true }),
  response: PoliciesView,
  documentation: {
    operationId: 'putSlaPolicies',
    tag: 'Clocks',
    description:
      'The whole list, in its order; calendars stay. It counts at once for whatever happens next; clocks that run keep their start and get a new due time within a minute. Every version is kept. What is so already makes no new one. `errors` names each mistake: among them a policy that is `never_reached`, an `unknown_calendar`, a target that is `never_due`.',
    refusals: [],
    bodyExample: { policies: POLICIES_EXAMPLE.policies },
    example: POLICIES_EXAMPLE,
    headers: { ETag: ETAG },
  },
  handle: async ({ body }, context) => {
    const wish = { part: body, expectedVersions: context.ifMatch }
    const outcome = await replaceRules(context, wish, context.request)
    if (outcome.kind === 'refused') return outcome
    if (outcome.kind === 'mistaken') return { kind: 'invalid', errors: toRuleErrors(outcome.mistakes, body) }
    const view = toPoliciesView(outcome.rules)
    return { kind: 'reply', body: view, headers: { etag: `"${view.version}"` } }
  },
})
