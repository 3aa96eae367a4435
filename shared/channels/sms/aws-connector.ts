import type { Finding } from '../../domain/connection-finding.ts'
import type { Connection, Connector, ConnectStep, StepOutcome } from '../connector.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import type { PlatformAnswer, PlatformCall } from '../sender.ts'
import { AWS_PROVIDER } from './aws-schema.ts'
import { eventsStep } from './aws-connect-events.ts'
import { CONSOLE, readAws } from './aws-connect-call.ts'

/** Nothing here is a secret: who may publish to the topic is named in its policy. */
export const awsConnector: Connector = {
  channel: 'sms',
  provider: AWS_PROVIDER,
  title: 'SMS by AWS End User Messaging',
  hosts: {},
  inputs: [
    {
      key: 'phoneNumber',
      title: 'Phone number, with + and country code, or short code',
      where: `${CONSOLE}#/phone-numbers`,
      isSecret: false,
      keptBy: 'id',
      need: 'required',
      shape: /^\+?[1-9]\d{2,18}$/,
    },
    {
      key: 'awsConfigurationSet',
      title: 'Configuration set that messages are sent with; made where there is none by this name',
      where: `${CONSOLE}#/configuration-sets`,
      isSecret: false,
      keptBy: 'account',
      need: 'required',
      shape: /^[A-Za-z0-9_-]{1,64}$/,
    },
  ],
  learns: { phoneNumberId: 'phone number id' },
  credentials: [numberStep()],
  subscription: [twoWayStep(), eventsStep],
  remains: [
    `A new AWS account sends to verified numbers only, until it leaves the SMS sandbox: ${CONSOLE}#/overview, Account details > Request production access.`,
    `In the United States a number needs a registration first: ${CONSOLE}#/registrations.`,
    'Text the number once: nothing but a real text shows that the carrier brings them; the account appears with it in `GET /v1/accounts`.',
  ],
}

function describe(nextToken: string | undefined): PlatformCall {
  const input = {
    MaxResults: 100,
    ...(nextToken === undefined || nextToken === '' ? {} : { NextToken: nextToken }),
  }
  return { kind: 'aws', operation: 'DescribePhoneNumbers', input }
}

/** https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_DescribePhoneNumbers.html */
function numberStep(): ConnectStep {
  return {
    title: 'The number is in this AWS account and region, active, and takes texts',
    look: {
      toCall: ({ facts }) => describe(facts['page']),
      readAnswer: (answer, connection) =>
        findNumber(answer, connection, (row) => {
          const capabilities = Array.isArray(row['NumberCapabilities']) ? row['NumberCapabilities'] : []
          const [status, id] = [textAt(row, 'Status'), textAt(row, 'PhoneNumberId') ?? '']
          if (status === 'ACTIVE' && capabilities.includes('SMS')) {
            return { kind: 'holds', note: null, learned: { phoneNumberId: id, page: '' } }
          }
          const what = `The number ${connection.account} is ${status ?? 'in an unknown state'}${capabilities.includes('SMS') ? '' : ' and lacks the capability SMS'}.`
          const wayOut = `AWS says what it waits for: ${CONSOLE}#/phone-numbers, the number.`
          return { kind: 'wrong', finding: { code: 'account_inactive', what, wayOut } }
        }),
    },
    mend: null,
  }
}

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms.html */
function twoWayStep(): ConnectStep {
  return {
    title: 'The number publishes its texts to the topic',
    look: {
      toCall: ({ facts, topicArn }) => (topicArn === null ? null : describe(facts['page'])),
      readAnswer: (answer, connection) =>
        findNumber(answer, connection, (row) => judgeTwoWay(row, connection)),
    },
    mend: {
      toCalls: ({ facts, topicArn }) => {
        const input = {
          PhoneNumberId: facts['phoneNumberId'],
          TwoWayEnabled: true,
          TwoWayChannelArn: topicArn,
        }
        return [{ kind: 'aws', operation: 'UpdatePhoneNumber', input }]
      },
      readAnswer: (answer) => {
        const read = readAws(answer)
        return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
      },
    },
  }
}

function judgeTwoWay(row: JsonRecord, { account, topicArn, replaces }: Connection): StepOutcome {
  const [channel, pool] = [textAt(row, 'TwoWayChannelArn'), textAt(row, 'PoolId')]
  const learned = { page: '' }
  if (row['TwoWayEnabled'] === true && channel === topicArn) return { kind: 'holds', note: null, learned }
  if (pool !== null) return { kind: 'wrong', finding: inPool(account, pool, topicArn ?? '') }
  if (row['TwoWayEnabled'] === true && channel !== null) {
    const finding: Finding = {
      code: 'webhook_elsewhere',
      what: `The number ${account} belongs to another application today: its texts go to ${channel}.`,
      wayOut:
        'If that shall end, run `npm run connect` with --replace. Or let the stack read that topic too: -c inlet.topics.sms.',
    }
    return replaces ? { kind: 'absent', finding, learned } : { kind: 'wrong', finding }
  }
  const what = `Two-way SMS of the number ${account} is off: what customers write is dropped.`
  const wayOut = 'Run `npm run connect -- sms --provider aws` for this number; it switches it on.'
  return { kind: 'absent', finding: { code: 'not_subscribed', what, wayOut }, learned }
}

function inPool(account: string, pool: string, topicArn: string): Finding {
  return {
    code: 'not_subscribed',
    what: `The number ${account} is in the pool ${pool}, which does not publish to the topic of this deployment; AWS changes a number in a pool only by its pool.`,
    wayOut: `${CONSOLE}#/pools, the pool > Two-way SMS > Edit settings: on, Amazon SNS, Existing SNS topic ${topicArn}, Use Amazon SNS topic policies. Or take the number out of the pool and run this again.`,
  }
}

function findNumber(
  answer: PlatformAnswer,
  { account }: Connection,
  judge: (row: JsonRecord) => StepOutcome,
): StepOutcome {
  const read = readAws(answer)
  if (read.kind === 'settled') return read.outcome
  const rows = Array.isArray(read.output['PhoneNumbers']) ? read.output['PhoneNumbers'].filter(isRecord) : []
  const row = rows.find((each) => textAt(each, 'PhoneNumber') === account)
  if (row !== undefined) return judge(row)
  const page = textAt(read.output, 'NextToken')
  if (page !== null) return { kind: 'more', learned: { page } }
  const what = `The number ${account} is not in this AWS account and region: another account or region has it.`
  const wayOut = `Look where it stands (${CONSOLE}#/phone-numbers, account and region at the top), and run this with AWS_PROFILE and AWS_REGION of that place: the stack must be deployed there.`
  return { kind: 'wrong', finding: { code: 'account_not_owned', what, wayOut } }
}
