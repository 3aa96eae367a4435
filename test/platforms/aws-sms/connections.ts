import type { PlatformAnswer } from '../emulator.ts'
import { type Json, listAt, textAt } from '../json.ts'
import { awsHeaders, toAwsError } from './aws-errors.ts'
import type { AwsConfigurationSet, AwsDestination, AwsNumber, AwsWorld } from './aws-world.ts'

const PAGE_SIZE = 2
const TOPIC = /^arn:aws:sns:[a-z0-9-]+:\d{12}:.+$/
const REGION = 'us-east-1:000000000000'

type Operation = (world: AwsWorld, input: Json) => PlatformAnswer

/** What `npm run connect` asks: https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_Operations.html */
export const CONNECT_OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribePhoneNumbers: describeNumbers,
  UpdatePhoneNumber: updateNumber,
  DescribeConfigurationSets: describeSets,
  CreateConfigurationSet: createSet,
  CreateEventDestination: createDestination,
  UpdateEventDestination: updateDestination,
}

/** Pages of two: what looks at the first page only misses half. */
function describeNumbers({ numbers }: AwsWorld, input: Json): PlatformAnswer {
  const start = Number(textAt(input, 'NextToken') ?? 0)
  const end = start + PAGE_SIZE
  const more = end < numbers.length ? { NextToken: String(end) } : {}
  return accept({ PhoneNumbers: numbers.slice(start, end).map(toNumber), ...more })
}

function updateNumber({ numbers }: AwsWorld, input: Json): PlatformAnswer {
  const id = textAt(input, 'PhoneNumberId')
  const number = numbers.find((each) => each.id === id)
  if (number === undefined) return notFound('phone-number', id)
  if (number.pool !== null)
    return toAwsError('ConflictException', { Reason: 'PHONE_NUMBER_ASSOCIATED_TO_POOL' })
  const channel = textAt(input, 'TwoWayChannelArn')
  if (channel !== null && !TOPIC.test(channel))
    return toAwsError('ValidationException', { Reason: 'INVALID_ARN' })
  number.twoWay = { isOn: input['TwoWayEnabled'] === true, channel: channel ?? number.twoWay.channel }
  return accept(toNumber(number))
}

function toNumber({ id, phoneNumber, status, pool, twoWay }: AwsNumber): Record<string, unknown> {
  return {
    PhoneNumberArn: `arn:aws:sms-voice:${REGION}:phone-number/${id}`,
    PhoneNumberId: id,
    PhoneNumber: phoneNumber,
    Status: status,
    IsoCountryCode: 'US',
    MessageType: 'TRANSACTIONAL',
    NumberCapabilities: ['SMS'],
    NumberType: 'LONG_CODE',
    TwoWayEnabled: twoWay.isOn,
    ...(twoWay.channel === null ? {} : { TwoWayChannelArn: twoWay.channel }),
    ...(pool === null ? {} : { PoolId: pool }),
  }
}

function describeSets({ sets }: AwsWorld, input: Json): PlatformAnswer {
  const names = listAt(input, 'ConfigurationSetNames')
  const found = names.map((name) => sets.find((each) => each.name === name))
  if (found.includes(undefined)) return notFound('configuration-set', String(names[0]))
  return accept({
    ConfigurationSets: (names.length === 0 ? sets : found).flatMap((set) => (set ? [toSet(set)] : [])),
  })
}

function toSet({ name, destinations }: AwsConfigurationSet): Record<string, unknown> {
  return {
    ConfigurationSetArn: `arn:aws:sms-voice:${REGION}:configuration-set/${name}`,
    ConfigurationSetName: name,
    EventDestinations: destinations.map(toDestination),
  }
}

function toDestination({ name, isOn, types, topicArn }: AwsDestination): Record<string, unknown> {
  return {
    EventDestinationName: name,
    Enabled: isOn,
    MatchingEventTypes: types,
    ...(topicArn === null ? {} : { SnsDestination: { TopicArn: topicArn } }),
  }
}

function createSet({ sets }: AwsWorld, input: Json): PlatformAnswer {
  const name = textAt(input, 'ConfigurationSetName')
  if (name === null) return toAwsError('ValidationException', { Reason: 'REQUIRED_FIELD_MISSING' })
  if (sets.some((each) => each.name === name))
    return toAwsError('ConflictException', { Reason: 'RESOURCE_ALREADY_EXISTS' })
  const set = { name, destinations: [] }
  sets.push(set)
  return accept(toSet(set))
}

function createDestination({ sets }: AwsWorld, input: Json): PlatformAnswer {
  const [set, name] = [findSet(sets, input), textAt(input, 'EventDestinationName')]
  if (set === undefined) return notFound('configuration-set', textAt(input, 'ConfigurationSetName'))
  const [topicArn, types] = [textAt(input, 'SnsDestination', 'TopicArn'), listAt(input, 'MatchingEventTypes')]
  if (name === null || topicArn === null || !TOPIC.test(topicArn) || types.length === 0) {
    return toAwsError('ValidationException', { Reason: 'REQUIRED_FIELD_MISSING' })
  }
  if (set.destinations.some((each) => each.name === name)) {
    return toAwsError('ConflictException', { Reason: 'RESOURCE_ALREADY_EXISTS' })
  }
  const destination = { name, isOn: true, types: types.map(String), topicArn }
  set.destinations.push(destination)
  return accept({ ConfigurationSetName: set.name, EventDestination: toDestination(destination) })
}

function updateDestination({ sets }: AwsWorld, input: Json): PlatformAnswer {
  const [set, name] = [findSet(sets, input), textAt(input, 'EventDestinationName')]
  const destination = set?.destinations.find((each) => each.name === name)
  if (set === undefined || destination === undefined) return notFound('event-destination', name)
  const types = listAt(input, 'MatchingEventTypes').map(String)
  destination.isOn = typeof input['Enabled'] === 'boolean' ? input['Enabled'] : destination.isOn
  destination.types = types.length > 0 ? types : destination.types
  destination.topicArn = textAt(input, 'SnsDestination', 'TopicArn') ?? destination.topicArn
  return accept({ ConfigurationSetName: set.name, EventDestination: toDestination(destination) })
}

function findSet(sets: readonly AwsConfigurationSet[], input: Json): AwsConfigurationSet | undefined {
  return sets.find(({ name }) => name === textAt(input, 'ConfigurationSetName'))
}

function notFound(type: string, id: string | null): PlatformAnswer {
  return toAwsError('ResourceNotFoundException', { ResourceType: type, ResourceId: id })
}

function accept(body: unknown): PlatformAnswer {
  return { status: 200, headers: awsHeaders(), body }
}
