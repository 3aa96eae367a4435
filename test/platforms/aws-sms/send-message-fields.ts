import type { Json } from '../json.ts'
import { isObject } from '../json.ts'

type Rule = { isRequired?: boolean; problem: (value: unknown) => string | null }
export type FieldRules = Readonly<Record<string, Rule>>

/** Shapes of `SendTextMessageRequest` in the service's model of 2022-03-31. */
export const TEXT_RULES: FieldRules = {
  DestinationPhoneNumber: { isRequired: true, problem: text(1, 20, /^\+?[1-9][0-9]{1,18}$/) },
  OriginationIdentity: { problem: text(1, 256, /^[A-Za-z0-9_:/+-]+$/) },
  MessageBody: { problem: text(1, 1_600, /^(?!\s*$)[\s\S]+$/) },
  MessageType: { problem: text(1, 13, /^(TRANSACTIONAL|PROMOTIONAL)$/) },
  Keyword: { problem: text(1, 30, /^[ \S]+$/) },
  ConfigurationSetName: { problem: text(1, 256, /^[A-Za-z0-9_:/-]+$/) },
  MaxPrice: { problem: text(2, 8, /^[0-9]{0,2}\.[0-9]{1,5}$/) },
  TimeToLive: { problem: integer(5, 259_200) },
  Context: { problem: contextProblem },
  DestinationCountryParameters: { problem: (value) => (isObject(value) ? null : 'must be a map') },
  DryRun: { problem: flag },
  ProtectConfigurationId: { problem: text(1, 256, /^[A-Za-z0-9_:/-]+$/) },
  MessageFeedbackEnabled: { problem: flag },
}
/** Of `SendMediaMessageRequest`: what only texts have is not there. One file, in the bucket. */
const { MessageType: _, Keyword: __, DestinationCountryParameters: ___, ...SHARED } = TEXT_RULES
export const MEDIA_RULES: FieldRules = {
  ...SHARED,
  OriginationIdentity: { isRequired: true, problem: text(1, 256, /^[A-Za-z0-9_:/+-]+$/) },
  MediaUrls: { problem: mediaUrlsProblem },
}
const CONTEXT_MAX = 5
const S3_URI = /^s3:\/\/[a-z0-9.-]{3,63}\/\S{1,1024}$/
const CONTEXT_KEY_MAX = 100
const CONTEXT_VALUE_MAX = 800

export type FieldProblem = { Name: string; Message: string; isMissing: boolean }

export function fieldProblems(input: Json, rules: FieldRules): FieldProblem[] {
  const missing = Object.entries(rules)
    .filter(([name, { isRequired }]) => isRequired === true && input[name] === undefined)
    .map(([name]) => ({ Name: name, Message: 'is required', isMissing: true }))
  const wrong = Object.entries(input).flatMap(([name, value]) => {
    const message = Object.hasOwn(rules, name)
      ? rules[name]?.problem(value)
      : 'is not a member of the request'
    return message ? [{ Name: name, Message: message, isMissing: false }] : []
  })
  return [...missing, ...wrong]
}

function text(min: number, max: number, pattern: RegExp) {
  return (value: unknown): string | null => {
    if (typeof value !== 'string') return 'must be a string'
    if (value.length < min || value.length > max) return `must have length between ${min} and ${max}`
    return pattern.test(value) ? null : `must satisfy regular expression pattern: ${pattern.source}`
  }
}

function integer(min: number, max: number) {
  return (value: unknown): string | null =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? null
      : `must be between ${min} and ${max}`
}

function flag(value: unknown): string | null {
  return typeof value === 'boolean' ? null : 'must be a boolean'
}

function contextProblem(value: unknown): string | null {
  if (!isObject(value)) return 'must be a map'
  const entries = Object.entries(value)
  if (entries.length > CONTEXT_MAX) return `must have at most ${CONTEXT_MAX} entries`
  const fits = entries.every(
    ([key, content]) =>
      /^\S+$/.test(key) &&
      key.length <= CONTEXT_KEY_MAX &&
      typeof content === 'string' &&
      content.length >= 1 &&
      content.length <= CONTEXT_VALUE_MAX,
  )
  return fits
    ? null
    : `must have keys of up to ${CONTEXT_KEY_MAX} and values of up to ${CONTEXT_VALUE_MAX} characters`
}

function mediaUrlsProblem(value: unknown): string | null {
  const fits = Array.isArray(value) && value.length === 1 && S3_URI.test(String(value[0]))
  return fits ? null : 'must be one URI of an object in S3'
}
