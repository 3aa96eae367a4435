import type { ChannelManifest } from '../shared/channels/contract.ts'
import { findRuleMistakes } from '../shared/domain/sla/find-rule-mistakes.ts'
import { rulesOf, type Settings } from './config.ts'
import { findRepeatedNames } from './redaction-settings.ts'

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
    ...findUnknownChannels('routes', settings.routes, manifests),
    ...findUnknownVisibilities(settings, manifests),
    ...findRuleMistakesOf(settings, manifests),
    ...findRepeatedNames(settings.redaction),
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

function findUnknownVisibilities({ routes }: Settings, manifests: readonly KnownChannel[]): string[] {
  return manifests.flatMap(({ name, visibilities }) => {
    const routed = Object.hasOwn(routes, name) ? (routes[name] ?? {}) : {}
    return Object.keys(routed)
      .filter((visibility) => !visibilities.some((known) => known === visibility))
      .map((visibility) => `routes.${name}.${visibility}: expected one of ${visibilities.join(', ')}`)
  })
}

function findRuleMistakesOf(settings: Settings, manifests: readonly KnownChannel[]): string[] {
  const names = manifests.map(({ name }) => name)
  const { policies = [], calendars = [] } = settings.sla
  const bytes = Buffer.byteLength(JSON.stringify(rulesOf(settings)))
  return [
    ...findRuleMistakes({ policies, calendars }).map(
      ({ path, message }) => `sla.${path.join('.')}: ${message}`,
    ),
    ...policies.flatMap(({ selector: { channel } }, index) =>
      channel === undefined || names.includes(channel)
        ? []
        : [`sla.policies.${index}.selector.channel: expected one of ${names.join(', ')}, got "${channel}"`],
    ),
    ...(bytes > RULES_BYTES_MAX
      ? [`sla: expected at most ${RULES_BYTES_MAX} bytes, got ${bytes}: the API takes longer rules`]
      : []),
  ]
}
