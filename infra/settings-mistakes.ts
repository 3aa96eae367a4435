import type { ChannelManifest } from '../shared/channels/contract.ts'
import { rulesOf, type Settings } from './config.ts'

export type KnownChannel = Pick<ChannelManifest, 'name' | 'topic' | 'visibilities'>

/**
 * CloudFormation hands rules to a function twice, as they are and as they were, in 256 KB:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const RULES_BYTES_MAX = 100_000

/** What no schema of a single setting can see: names that nothing has, and settings that contradict each other. */
export function findMistakes(settings: Settings, manifests: readonly KnownChannel[]): string[] {
  return [
    ...findUnknownChannels('channels', settings.channels, manifests),
    ...findUnknownChannels(
      'topics',
      settings.topics,
      manifests.filter(({ topic }) => topic !== null),
    ),
    ...findRuleMistakes(settings, manifests),
  ]
}

function findUnknownChannels(
  setting: string,
  byChannel: object,
  manifests: readonly Pick<KnownChannel, 'name'>[],
): string[] {
  const names = manifests.map(({ name }) => name)
  return Object.keys(byChannel)
    .filter((name) => !names.includes(name))
    .map((name) => `${setting}.${name}: expected one of ${names.join(', ')}`)
}

function findRuleMistakes(settings: Settings, manifests: readonly KnownChannel[]): string[] {
  const names = manifests.map(({ name }) => name)
  const { policies = [], calendars = [] } = settings.sla
  const calendarIds = calendars.map(({ id }) => id)
  const bytes = Buffer.byteLength(JSON.stringify(rulesOf(settings)))
  return [
    ...findRepeated('sla.policies', policies),
    ...findRepeated('sla.calendars', calendars),
    ...policies.flatMap(({ calendarId, selector }, index) => [
      ...(calendarId === undefined || calendarIds.includes(calendarId)
        ? []
        : [`sla.policies.${index}.calendarId: expected the id of a calendar, got "${calendarId}"`]),
      ...(selector.channel === undefined || names.includes(selector.channel)
        ? []
        : [
            `sla.policies.${index}.selector.channel: expected one of ${names.join(', ')}, got "${selector.channel}"`,
          ]),
    ]),
    ...(bytes > RULES_BYTES_MAX
      ? [`sla: expected at most ${RULES_BYTES_MAX} bytes, got ${bytes}: the API takes longer rules`]
      : []),
  ]
}

function findRepeated(setting: string, named: readonly { id: string }[]): string[] {
  return named.flatMap(({ id }, index) =>
    named.findIndex((other) => other.id === id) === index
      ? []
      : [`${setting}.${index}.id: expected an id of its own, got "${id}"`],
  )
}
