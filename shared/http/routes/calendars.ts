import * as z from 'zod'
import { replaceRules } from '../../app/replace-rules.ts'
import { CalendarsView, toCalendarsView } from '../../app/rules-view.ts'
import { SlaRuleSet } from '../../domain/sla/rules.ts'
import { CALENDARS_EXAMPLE } from '../clock-examples.ts'
import { defineRoute } from '../route.ts'
import { toRuleErrors } from '../rule-errors.ts'

const ETAG = 'The version of the rules, policies and calendars together, for If-Match.'

export const getCalendarsRoute = defineRoute({
  method: 'GET',
  path: '/v1/calendars',
  scope: 'inbox:read',
  summary: 'Read when teams are open',
  parameters: z.object({}),
  query: z.strictObject({}),
  response: CalendarsView,
  documentation: {
    operationId: 'getCalendars',
    tag: 'Clocks',
    description:
      'The calendars that policies name. Hours are those of the clock on the wall of `zone`, summer time included. `version` is that of the rules, policies and calendars together.',
    refusals: [],
    example: CALENDARS_EXAMPLE,
    headers: { ETag: ETAG },
  },
  handle: async (_input, { rules }) => {
    const body = toCalendarsView(await rules.current('consistent'))
    return { kind: 'reply', body, headers: { etag: `"${body.version}"` } }
  },
})

export const putCalendarsRoute = defineRoute({
  method: 'PUT',
  path: '/v1/calendars',
  scope: 'inbox:admin',
  summary: 'Replace the calendars',
  ifMatch: 'revision',
  parameters: z.object({}),
  query: z.strictObject({}),
  body: SlaRuleSet.pick({ calendars: true }),
  response: CalendarsView,
  documentation: {
    operationId: 'putCalendars',
    tag: 'Clocks',
    description:
      'The whole list; policies stay. An interval whose `to` is before its `from` ends on the next day. An exception replaces the hours of its date. A calendar that a policy still names must stay: change the policy first. `errors` names each mistake, such as `overlapping_intervals` and `unknown_zone`.',
    refusals: [],
    bodyExample: { calendars: CALENDARS_EXAMPLE.calendars },
    example: CALENDARS_EXAMPLE,
    headers: { ETag: ETAG },
  },
  handle: async ({ body }, context) => {
    const wish = { part: body, expectedVersions: context.ifMatch }
    const outcome = await replaceRules(context, wish, context.request)
    if (outcome.kind === 'refused') return outcome
    if (outcome.kind === 'mistaken') return { kind: 'invalid', errors: toRuleErrors(outcome.mistakes, body) }
    const view = toCalendarsView(outcome.rules)
    return { kind: 'reply', body: view, headers: { etag: `"${view.version}"` } }
  },
})
