import type { SlaPolicy } from './policy.ts'
import { SlaRuleSet } from './rules.ts'

type Targets = SlaPolicy['targets']

/**
 * What customers of each channel are reported to expect: most on Facebook an answer within six hours, on Twitter within
 * one, a private message sooner than a public post, and in live chat within a minute.
 */
const TARGETS: readonly [channel: string, visibility: 'public' | 'private', targets: Targets][] = [
  ['facebook', 'public', { first_response: 'PT6H', next_response: 'PT6H' }],
  ['facebook', 'private', { first_response: 'PT1H', next_response: 'PT1H', resolution: 'PT24H' }],
  ['twitter', 'public', { first_response: 'PT1H', next_response: 'PT1H' }],
  ['twitter', 'private', { first_response: 'PT30M', next_response: 'PT30M', resolution: 'PT24H' }],
  ['whatsapp', 'private', { first_response: 'PT15M', next_response: 'PT15M', resolution: 'PT24H' }],
  ['sms', 'private', { first_response: 'PT15M', next_response: 'PT15M', resolution: 'PT24H' }],
  ['web', 'private', { first_response: 'PT1M', next_response: 'PT2M', resolution: 'PT8H' }],
]

/** The rules of a deployment that says nothing else. */
export const DEFAULT_RULES: SlaRuleSet = SlaRuleSet.parse({
  policies: TARGETS.map(([channel, visibility, targets]) => ({
    id: `${channel}-${visibility}`,
    selector: { channel, visibility },
    targets,
  })),
  calendars: [],
})
