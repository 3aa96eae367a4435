import type { Connection, Connector, ConnectStep, StepOutcome } from '../connector.ts'
import { GRAPH_HOSTS, toGraphCall } from '../kit/graph-call.ts'
import { APP_INPUTS, appSubscriptionStep, challengeStep, elsewhere, tokenStep } from '../kit/graph-connect.ts'
import { readGraph, toPlain } from '../kit/graph-findings.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { TOKEN_KEY } from './send-call.ts'

const SYSTEM_USERS = 'https://business.facebook.com/settings/system-users'
const MANAGER = 'https://business.facebook.com/wa/manage/phone-numbers'

/** What Inlet reads; anything else would go to quarantine. */
export const WHATSAPP_FIELDS = [
  'messages',
  'user_preferences',
  'account_update',
  'account_alerts',
  'account_review_update',
  'phone_number_quality_update',
  'phone_number_name_update',
  'message_template_status_update',
  'message_template_quality_update',
  'template_category_update',
  'smb_message_echoes',
] as const

export const connector: Connector = {
  channel: 'whatsapp',
  provider: 'meta',
  title: 'WhatsApp',
  hosts: GRAPH_HOSTS,
  inputs: [
    {
      key: 'phoneNumberId',
      title: 'Phone number ID',
      where: `${MANAGER}, the number > Phone number ID (not the number itself)`,
      isSecret: false,
      keptBy: 'id',
      need: 'required',
      shape: /^\d{5,20}$/,
    },
    {
      key: 'wabaId',
      title: 'WhatsApp Business Account ID',
      where: 'https://business.facebook.com/settings/whatsapp-business-accounts, the account > ID',
      isSecret: false,
      keptBy: 'account',
      need: 'required',
      shape: /^\d{5,20}$/,
    },
    ...APP_INPUTS,
    {
      key: TOKEN_KEY,
      title: 'Access token of a system user',
      where: `${SYSTEM_USERS}, Generate new token, the app, Never expires`,
      isSecret: true,
      keptBy: 'account',
      need: 'required',
    },
    {
      key: 'pin',
      title: 'Two-step verification PIN, only to register a number that is not yet on the Cloud API',
      where: `${MANAGER}, the number > Two-step verification; six digits of your choice where it has none`,
      isSecret: true,
      keptBy: 'nowhere',
      need: 'optional',
      shape: /^\d{6}$/,
    },
  ],
  credentials: [
    tokenStep({
      tokenKey: TOKEN_KEY,
      permissions: ['whatsapp_business_messaging', 'whatsapp_business_management'],
      wayOut: `Make a new token: ${SYSTEM_USERS}, Generate new token, the app of this App ID, Never expires, whatsapp_business_messaging and whatsapp_business_management.`,
    }),
    ownerStep(),
  ],
  subscription: [
    challengeStep,
    appSubscriptionStep({ object: 'whatsapp_business_account', fields: WHATSAPP_FIELDS }),
    accountSubscriptionStep(),
    registrationStep(),
  ],
  remains: [
    'Switch the app to Live: https://developers.facebook.com/apps, the app, App mode at the top. In development real messages do not arrive.',
    'To write first or after 24 hours: templates at https://business.facebook.com/wa/manage/message-templates, and a payment method at https://business.facebook.com/billing_hub.',
  ],
}

/** https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/phone_numbers/ */
function ownerStep(): ConnectStep {
  return {
    title: 'The number belongs to the WhatsApp Business Account',
    look: {
      toCall: ({ values, facts }) =>
        toGraphCall(
          {
            method: 'GET',
            segments: [values['wabaId'] ?? '', 'phone_numbers'],
            query: {
              fields: 'id,display_phone_number,verified_name',
              limit: '100',
              ...(facts['after'] === undefined ? {} : { after: facts['after'] }),
            },
          },
          values,
          TOKEN_KEY,
        ),
      readAnswer: (answer, { account, values }) => {
        const read = readGraph(answer, 'token')
        if (read.kind === 'settled') return read.outcome
        const found = rowsOf(read.body).find((row) => toPlain(row['id']) === account)
        const after = isRecord(read.body['paging']) ? toAfter(read.body['paging']) : null
        if (found === undefined && after !== null) return { kind: 'more', learned: { after } }
        if (found === undefined) return { kind: 'wrong', finding: notOwned(account, values['wabaId'] ?? '') }
        const note = `${textAt(found, 'display_phone_number') ?? account}, ${textAt(found, 'verified_name') ?? 'without a name'}`
        return { kind: 'holds', note }
      },
    },
    mend: null,
  }
}

function notOwned(account: string, waba: string) {
  return {
    code: 'account_not_owned',
    what: `The number ${account} is none of the WhatsApp Business Account ${waba}: another account has it, perhaps another company's app or provider.`,
    wayOut: `Look under which account the number stands (${MANAGER}, the account at the top) and give that one's ID; a number that a provider holds has to be moved by them first.`,
  } as const
}

function toAfter(paging: JsonRecord): string | null {
  return paging['next'] === undefined ? null : textAt(paging['cursors'], 'after')
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/manage-webhooks */
function accountSubscriptionStep(): ConnectStep {
  const segments = ({ values }: Connection) => [values['wabaId'] ?? '', 'subscribed_apps']
  return {
    title: 'The WhatsApp Business Account is subscribed by the app',
    look: {
      toCall: (connection) =>
        toGraphCall({ method: 'GET', segments: segments(connection) }, connection.values, TOKEN_KEY),
      readAnswer: (answer, connection) => {
        const read = readGraph(answer, 'token')
        return read.kind === 'settled' ? read.outcome : judgeApps(read.body, connection)
      },
    },
    mend: {
      toCalls: (connection) => [
        toGraphCall({ segments: segments(connection) }, connection.values, TOKEN_KEY),
      ],
      readAnswer: (answer) => {
        const read = readGraph(answer, 'token')
        return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
      },
    },
  }
}

function judgeApps(body: JsonRecord, { values, webhookUrl, replaces }: Connection): StepOutcome {
  const rows = rowsOf(body)
  const appOf = (row: JsonRecord): string =>
    isRecord(row['whatsapp_business_api_data']) ? toPlain(row['whatsapp_business_api_data']['id']) : ''
  const own = rows.find((row) => appOf(row) === values['appId'])
  if (own === undefined) {
    const what = 'The app of this deployment is not subscribed to the WhatsApp Business Account.'
    const wayOut = 'Run `npm run connect` for this account; it subscribes the app.'
    return { kind: 'absent', finding: { code: 'not_subscribed', what, wayOut } }
  }
  // An account may send one app's events to an address of its own.
  const override = textAt(own, 'override_callback_uri')
  if (override !== null && override !== webhookUrl) {
    const finding = elsewhere('The WhatsApp Business Account', override)
    return replaces ? { kind: 'absent', finding } : { kind: 'wrong', finding }
  }
  const others = rows.length - 1
  return { kind: 'holds', note: others === 0 ? null : `${others} other app(s) get its events too` }
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/solution-providers/registering-phone-numbers */
function registrationStep(): ConnectStep {
  return {
    title: 'The number is registered on the Cloud API',
    look: {
      toCall: ({ account, values }) =>
        toGraphCall(
          { method: 'GET', segments: [account], query: { fields: 'status,platform_type' } },
          values,
          TOKEN_KEY,
        ),
      readAnswer: (answer, { account }) => {
        const read = readGraph(answer, 'token')
        if (read.kind === 'settled') return read.outcome
        const [status, platform] = [textAt(read.body, 'status'), textAt(read.body, 'platform_type')]
        if (platform === 'CLOUD_API' && status === 'CONNECTED') return { kind: 'holds', note: null }
        return {
          kind: 'absent',
          finding: {
            code: 'number_not_registered',
            what: `The number ${account} is ${status ?? 'in an unknown state'} on ${platform ?? 'no platform'}: it neither sends nor receives.`,
            wayOut: `Run this again with the PIN (INLET_CONNECT_PIN, six digits) to register it, or look at ${MANAGER} for what Meta asks first.`,
          },
        }
      },
    },
    mend: {
      toCalls: ({ account, values }) => {
        const pin = values['pin']
        if (pin === undefined) return []
        const body = { messaging_product: 'whatsapp', pin }
        return [toGraphCall({ segments: [account, 'register'], body }, values, TOKEN_KEY)]
      },
      readAnswer: (answer) => {
        const read = readGraph(answer, 'token')
        return read.kind === 'settled' ? toRegistration(read.outcome) : { kind: 'holds', note: null }
      },
    },
  }
}

/** 133005, 133009 and the like are about the PIN, not about the number's id. */
function toRegistration(outcome: StepOutcome): StepOutcome {
  if (outcome.kind !== 'wrong' || outcome.finding.code !== 'account_not_found') return outcome
  const wayOut = `Take the PIN of the number, or reset it: ${MANAGER}, the number > Two-step verification. After several wrong tries Meta waits.`
  return { kind: 'wrong', finding: { ...outcome.finding, code: 'number_not_registered', wayOut } }
}

function rowsOf(body: JsonRecord): JsonRecord[] {
  return Array.isArray(body['data']) ? body['data'].filter(isRecord) : []
}
