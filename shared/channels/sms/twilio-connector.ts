import {
  type Connection,
  type Connector,
  type ConnectStep,
  type StepOutcome,
  WEBHOOK_HOST,
} from '../connector.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { toPath } from '../kit/webhook-call.ts'
import { readTwilio, toTwilioCall, TWILIO_CONNECT_HOSTS, webhookElsewhere } from './twilio-connect-call.ts'

const CONSOLE = 'https://console.twilio.com'
const NUMBERS = `${CONSOLE}/us1/develop/phone-numbers/manage/incoming`

export const twilioConnector: Connector = {
  channel: 'sms',
  provider: 'twilio',
  title: 'SMS by Twilio',
  hosts: TWILIO_CONNECT_HOSTS,
  inputs: [
    {
      key: 'phoneNumber',
      title: 'Phone number, with + and country code',
      where: NUMBERS,
      isSecret: false,
      keptBy: 'id',
      need: 'required',
      shape: /^\+[1-9]\d{6,14}$/,
    },
    {
      key: 'accountSid',
      title: 'Account SID',
      where: `${CONSOLE}, Account Dashboard > Account Info > Account SID`,
      isSecret: false,
      keptBy: 'account',
      need: 'required',
      shape: /^AC[0-9a-fA-F]{32}$/,
    },
    {
      key: 'authToken',
      title: 'Auth token (the primary one)',
      where: `${CONSOLE}, Account Dashboard > Account Info > Auth Token`,
      isSecret: true,
      keptBy: 'channel',
      need: 'required',
      rotates: true,
    },
    {
      key: 'messagingServiceSid',
      title: 'Messaging Service SID, where the number sends through one',
      where: `${CONSOLE}/us1/develop/sms/services, the service > Properties > Sid`,
      isSecret: false,
      keptBy: 'account',
      need: 'optional',
      shape: /^MG[0-9a-fA-F]{32}$/,
    },
  ],
  learns: { numberSid: 'number SID' },
  credentials: [accountStep(), numberStep()],
  subscription: [reachableStep(), numberWebhookStep(), serviceWebhookStep()],
  remains: [
    `In the United States sending needs a registration first: ${CONSOLE}/us1/develop/sms/regulatory-compliance (A2P 10DLC, toll-free verification or short code).`,
    'Text the number once: Twilio signs with the auth token only then, and the account appears with that message in `GET /v1/accounts`.',
  ],
}

/** https://www.twilio.com/docs/iam/api/account */
function accountStep(): ConnectStep {
  return {
    title: 'The account SID and the auth token belong together, and the account is active',
    look: {
      toCall: (connection) => toTwilioCall(connection, { path: '.json' }),
      readAnswer: (answer) => {
        const read = readTwilio(answer)
        if (read.kind === 'settled') return read.outcome
        const [status, name] = [textAt(read.body, 'status'), textAt(read.body, 'friendly_name')]
        if (status === 'active') return { kind: 'holds', note: name }
        return {
          kind: 'wrong',
          finding: {
            code: 'account_inactive',
            what: `The Twilio account is ${status ?? 'in an unknown state'}.`,
            wayOut: `Twilio says why: ${CONSOLE}, Account Dashboard.`,
          },
        }
      },
    },
    mend: null,
  }
}

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
function numberStep(): ConnectStep {
  return {
    title: 'The number belongs to the account and takes texts',
    look: {
      toCall: (connection) =>
        toTwilioCall(connection, {
          path: '/IncomingPhoneNumbers.json',
          query: { PhoneNumber: connection.account, PageSize: '100' },
        }),
      readAnswer: (answer, { account, values }) => {
        const read = readTwilio(answer)
        if (read.kind === 'settled') return read.outcome
        const row = findNumber(read.body, 'incoming_phone_numbers', account)
        if (row === null) return { kind: 'wrong', finding: notOwned(account, values['accountSid'] ?? '') }
        const [sid, capabilities] = [textAt(row, 'sid') ?? '', row['capabilities']]
        if (!isRecord(capabilities) || capabilities['sms'] !== true) {
          const what = `The number ${account} cannot take texts: it lacks the capability SMS.`
          const wayOut = `Take a number with SMS: ${NUMBERS}.`
          return { kind: 'wrong', finding: { code: 'account_inactive', what, wayOut } }
        }
        return { kind: 'holds', note: textAt(row, 'friendly_name'), learned: { numberSid: sid } }
      },
    },
    mend: null,
  }
}

function notOwned(account: string, accountSid: string) {
  return {
    code: 'account_not_owned',
    what: `The number ${account} is none of the Twilio account ${accountSid}: another account has it, perhaps a subaccount or another provider.`,
    wayOut: `Look where it stands (${NUMBERS}, the account at the top) and give that account's SID and token. A short code is entered by hand: ${CONSOLE}/us1/develop/phone-numbers/manage/short-codes.`,
  } as const
}

/** Nothing is signed by us: an unsigned request gets our one refusal, and nobody else answers so. */
function reachableStep(): ConnectStep {
  return {
    title: 'The webhook is reached and refuses what Twilio did not sign',
    look: {
      toCall: ({ webhookUrl }) => ({
        kind: 'https',
        host: WEBHOOK_HOST,
        method: 'POST',
        path: toPath(webhookUrl),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: '',
      }),
      readAnswer: (answer, { webhookUrl }) => {
        const status = answer.kind === 'https' ? answer.status : 0
        if (status === 401) return { kind: 'holds', note: null }
        const what = `The webhook ${webhookUrl} answered ${status} to a request without a signature, where it should say 401.`
        const wayOut =
          'Look whether the address is that of this deployment (output WebhookUrlSms) and whether its function can read the secret: its log says.'
        return { kind: 'absent', finding: { code: 'webhook_refused', what, wayOut } }
      },
    },
    mend: null,
    patient: true,
  }
}

function numberWebhookStep(): ConnectStep {
  const path = ({ facts }: Connection) =>
    `/IncomingPhoneNumbers/${encodeURIComponent(facts['numberSid'] ?? '')}.json`
  return {
    title: 'The number sends its texts to the webhook',
    look: {
      // A service's address counts in the place of the number's own.
      toCall: (connection) =>
        connection.values['messagingServiceSid'] === undefined && connection.facts['numberSid'] !== undefined
          ? toTwilioCall(connection, { path: path(connection) })
          : null,
      readAnswer: (answer, connection) => {
        const read = readTwilio(answer)
        return read.kind === 'settled' ? read.outcome : judgeNumber(read.body, connection)
      },
    },
    mend: {
      toCalls: (connection) => [
        toTwilioCall(connection, {
          path: path(connection),
          form: { SmsUrl: connection.webhookUrl, SmsMethod: 'POST', SmsApplicationSid: '' },
        }),
      ],
      readAnswer: (answer) => {
        const read = readTwilio(answer)
        return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
      },
    },
  }
}

function judgeNumber(row: JsonRecord, { webhookUrl, replaces, account }: Connection): StepOutcome {
  const [url, method, application] = [
    textAt(row, 'sms_url'),
    textAt(row, 'sms_method'),
    textAt(row, 'sms_application_sid'),
  ]
  // With a TwiML app all other addresses are ignored.
  const owner = application ?? (url === null || isOurs(url, webhookUrl) ? null : url)
  if (owner !== null) {
    const finding = webhookElsewhere(
      `The number ${account}`,
      application === null ? owner : `the TwiML app ${owner}`,
    )
    return replaces ? { kind: 'absent', finding } : { kind: 'wrong', finding }
  }
  if (url !== null && method === 'POST') return { kind: 'holds', note: null }
  const what =
    url === null ? `The number ${account} sends its texts nowhere.` : `The number ${account} uses GET.`
  const wayOut = 'Run `npm run connect` for this number; it sets the address, with POST.'
  return { kind: 'absent', finding: { code: 'not_subscribed', what, wayOut } }
}

/** https://www.twilio.com/docs/messaging/api/service-resource */
function serviceWebhookStep(): ConnectStep {
  const path = ({ values }: Connection) =>
    `/v1/Services/${encodeURIComponent(values['messagingServiceSid'] ?? '')}`
  return {
    title: 'The Messaging Service sends its texts and receipts to the webhook',
    look: {
      toCall: (connection) =>
        connection.values['messagingServiceSid'] === undefined
          ? null
          : toTwilioCall(connection, { host: 'twilioMessaging', path: path(connection) }),
      readAnswer: (answer, connection) => {
        const read = readTwilio(answer)
        return read.kind === 'settled' ? read.outcome : judgeService(read.body, connection)
      },
    },
    mend: {
      toCalls: (connection) => [
        toTwilioCall(connection, {
          host: 'twilioMessaging',
          path: path(connection),
          form: {
            InboundRequestUrl: connection.webhookUrl,
            InboundMethod: 'POST',
            StatusCallback: connection.webhookUrl,
            UseInboundWebhookOnNumber: 'false',
          },
        }),
      ],
      readAnswer: (answer) => {
        const read = readTwilio(answer)
        return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
      },
    },
  }
}

function judgeService(row: JsonRecord, { webhookUrl, replaces, values }: Connection): StepOutcome {
  const who = `The Messaging Service ${values['messagingServiceSid'] ?? ''}`
  const [inbound, callback] = [textAt(row, 'inbound_request_url'), textAt(row, 'status_callback')]
  const foreign = [inbound, callback].find((url) => url !== null && !isOurs(url, webhookUrl)) ?? null
  if (foreign !== null) {
    const finding = webhookElsewhere(who, foreign)
    return replaces ? { kind: 'absent', finding } : { kind: 'wrong', finding }
  }
  const isSet = inbound !== null && callback !== null && row['use_inbound_webhook_on_number'] !== true
  if (isSet && textAt(row, 'inbound_method') === 'POST') return { kind: 'holds', note: null }
  const what = `${who} does not send both texts and receipts here.`
  const wayOut = 'Run `npm run connect` for this number; it sets the addresses, with POST.'
  return { kind: 'absent', finding: { code: 'not_subscribed', what, wayOut } }
}

/** What stands behind `#` only says how often Twilio tries again. */
function isOurs(url: string, webhookUrl: string): boolean {
  return url.split('#', 1)[0] === webhookUrl
}

/** Twilio finds by a part of the number too. */
function findNumber(body: JsonRecord, list: string, account: string): JsonRecord | null {
  const rows = Array.isArray(body[list]) ? body[list].filter(isRecord) : []
  return rows.find((row) => textAt(row, 'phone_number') === account) ?? null
}
