import type { Emulator, EmulatorContext, Fate, PlatformAnswer, PlatformRequest } from '../emulator.ts'
import { decodeJson, isObject, type Json, textAt } from '../json.ts'
import { awsHeaders, FAILING_EVENTS, refusalOfCode, toAwsError } from './aws-errors.ts'
import { type AwsWorld, createAwsWorld } from './aws-world.ts'
import { CONNECT_OPERATIONS } from './connections.ts'
import { toDeliveryEvents } from './delivery-events.ts'
import { type FieldRules, fieldProblems, MEDIA_RULES, TEXT_RULES } from './send-message-fields.ts'

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-keywords.html */
const OUT_WORDS: ReadonlySet<string> = new Set([
  'ARRET',
  'CANCEL',
  'END',
  'OPT-OUT',
  'OPTOUT',
  'QUIT',
  'REMOVE',
  'STOP',
  'TD',
  'UNSUBSCRIBE',
])
const IN_WORDS: ReadonlySet<string> = new Set(['START', 'UNSTOP'])
const TARGET = /^PinpointSMSVoiceV2\.([A-Za-z]+)$/
const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=[A-Za-z0-9]+\/\d{8}\/[a-z0-9-]+\/sms-voice\/aws4_request, ?SignedHeaders=[a-z0-9;-]+, ?Signature=[0-9a-f]{64}$/
const HEX = '0123456789abcdef'

/** sms-voice.{region}.amazonaws.com: AWS End User Messaging. */
export function createAwsSmsEmulator(context: EmulatorContext): Emulator {
  /** The account's default list: AWS manages it, for all numbers together. */
  const optedOut = new Set<string>()
  const world = context.worlds.open('aws', createAwsWorld())
  return {
    provider: 'aws',
    prefix: '/aws-sms',
    channelOf: () => 'sms',
    answer: (request, fate) => answerAws({ ...context, optedOut, world }, request, fate),
    refusalOf: (channel, code) => (channel === 'sms' ? refusalOfCode(code) : null),
    canFailLater: (channel, code) => channel === 'sms' && FAILING_EVENTS.includes(code),
    observe: () => undefined,
    observeTopic: (body) => learn(optedOut, body),
  }
}

/** The published message itself, or in SNS's envelope. */
function learn(optedOut: Set<string>, body: string): void {
  const outer = decodeJson(Buffer.from(body))
  const inner = textAt(outer, 'Message')
  const message = inner === null ? outer : decodeJson(Buffer.from(inner))
  const customer = textAt(message, 'originationNumber')
  const word = textAt(message, 'messageBody')?.trim().toUpperCase()
  if (customer === null || word === undefined) return
  if (OUT_WORDS.has(word)) optedOut.add(customer)
  if (IN_WORDS.has(word)) optedOut.delete(customer)
}

type AwsContext = EmulatorContext & { optedOut: ReadonlySet<string>; world: AwsWorld }

function answerAws(context: AwsContext, request: PlatformRequest, fate: Fate): PlatformAnswer {
  if (!SIGNATURE.test(request.headers['authorization'] ?? ''))
    return toAwsError('MissingAuthenticationTokenException')
  const isJson = (request.headers['content-type'] ?? '').startsWith('application/x-amz-json-1.0')
  const operation = TARGET.exec(request.headers['x-amz-target'] ?? '')?.[1] ?? ''
  const connect = Object.hasOwn(CONNECT_OPERATIONS, operation) ? CONNECT_OPERATIONS[operation] : undefined
  const isMessage = operation === 'SendTextMessage' || operation === 'SendMediaMessage'
  if (request.method !== 'POST' || request.path !== '/' || !isJson || !(isMessage || connect !== undefined)) {
    return toAwsError('UnknownOperationException')
  }
  const input = decodeJson(request.body)
  if (!isObject(input)) return toAwsError('SerializationException')
  if (connect !== undefined) return connect(context.world, input)
  return send(context, input, operation === 'SendTextMessage' ? TEXT_RULES : MEDIA_RULES, fate)
}

function send(context: AwsContext, input: Json, rules: FieldRules, fate: Fate): PlatformAnswer {
  const { optedOut } = context
  const problems = fieldProblems(input, rules)
  if (problems.length > 0) {
    const Reason = problems.some(({ isMissing }) => isMissing)
      ? 'REQUIRED_FIELD_MISSING'
      : 'INVALID_PARAMETER'
    const Fields = problems.map(({ Name, Message }) => ({ Name, Message }))
    return toAwsError('ValidationException', { Reason, Fields })
  }
  if (input['OriginationIdentity'] === undefined) {
    return toAwsError('ConflictException', { Reason: 'NO_ORIGINATION_IDENTITIES_FOUND' })
  }
  if (optedOut.has(String(input['DestinationPhoneNumber']))) {
    const resource = { ResourceType: 'opt-out-list', ResourceId: 'Default' }
    return toAwsError('ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT', ...resource })
  }
  const id = [8, 4, 4, 4, 12].map((length) => context.random.characters(HEX, length)).join('-')
  // Without a configuration set nobody publishes events.
  const isPublished = input['DryRun'] !== true && input['ConfigurationSetName'] !== undefined
  const deliveries = isPublished ? toDeliveryEvents(context, id, input, fate) : []
  return { status: 200, headers: awsHeaders(), body: { MessageId: id }, deliveries }
}
