import type { Finding } from '../../domain/connection-finding.ts'
import type { Connection, ConnectStep, StepOutcome } from '../connector.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import type { PlatformAnswer, PlatformCall } from '../sender.ts'
import { readAws } from './aws-connect-call.ts'

/** Ours among the destinations of a set. */
const DESTINATION = 'inlet'
const ALL_TEXT_EVENTS = 'TEXT_ALL'
const ENOUGH: ReadonlySet<unknown> = new Set([ALL_TEXT_EVENTS, 'ALL'])

/** Receipts come only by it. https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-sns-add.html */
export const eventsStep: ConnectStep = {
  title: 'The configuration set publishes what becomes of messages to the topic',
  look: {
    toCall: ({ values, topicArn }) => {
      const input = { ConfigurationSetNames: [values['awsConfigurationSet']] }
      return topicArn === null ? null : { kind: 'aws', operation: 'DescribeConfigurationSets', input }
    },
    readAnswer: (answer, connection) => {
      if (isUnknownSet(answer)) {
        return {
          kind: 'absent',
          finding: notPublished(connection),
          learned: { set: 'absent', destination: 'absent' },
        }
      }
      const read = readAws(answer)
      if (read.kind === 'settled') return read.outcome
      const sets = Array.isArray(read.output['ConfigurationSets']) ? read.output['ConfigurationSets'] : []
      return judge(sets.filter(isRecord)[0], connection)
    },
  },
  mend: {
    toCalls: ({ values, facts, topicArn }) => {
      const set = { ConfigurationSetName: values['awsConfigurationSet'] }
      const destination = {
        ...set,
        EventDestinationName: DESTINATION,
        MatchingEventTypes: [ALL_TEXT_EVENTS],
        SnsDestination: { TopicArn: topicArn },
      }
      const made: PlatformCall[] =
        facts['set'] === 'there' ? [] : [{ kind: 'aws', operation: 'CreateConfigurationSet', input: set }]
      return facts['destination'] === 'there'
        ? [
            ...made,
            { kind: 'aws', operation: 'UpdateEventDestination', input: { ...destination, Enabled: true } },
          ]
        : [...made, { kind: 'aws', operation: 'CreateEventDestination', input: destination }]
    },
    readAnswer: (answer) => {
      const read = readAws(answer)
      return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
    },
  },
}

function isUnknownSet(answer: PlatformAnswer): boolean {
  return answer.kind === 'aws_error' && answer.name === 'ResourceNotFoundException'
}

function judge(set: JsonRecord | undefined, connection: Connection): StepOutcome {
  if (set === undefined) {
    return {
      kind: 'absent',
      finding: notPublished(connection),
      learned: { set: 'absent', destination: 'absent' },
    }
  }
  const destinations = Array.isArray(set['EventDestinations'])
    ? set['EventDestinations'].filter(isRecord)
    : []
  if (destinations.some((each) => publishes(each, connection.topicArn ?? '')))
    return { kind: 'holds', note: null }
  const isThere = destinations.some((each) => textAt(each, 'EventDestinationName') === DESTINATION)
  const learned = { set: 'there', destination: isThere ? 'there' : 'absent' }
  return { kind: 'absent', finding: notPublished(connection), learned }
}

function publishes(destination: JsonRecord, topicArn: string): boolean {
  const types: unknown[] = Array.isArray(destination['MatchingEventTypes'])
    ? destination['MatchingEventTypes']
    : []
  return (
    destination['Enabled'] === true &&
    textAt(destination['SnsDestination'], 'TopicArn') === topicArn &&
    types.some((type) => ENOUGH.has(type))
  )
}

function notPublished({ values }: Connection): Finding {
  return {
    code: 'not_subscribed',
    what: `The configuration set ${values['awsConfigurationSet'] ?? ''} does not publish its text events to the topic: nobody hears what becomes of messages.`,
    wayOut: 'Run `npm run connect -- sms --provider aws` for this number; it adds the destination.',
  }
}
