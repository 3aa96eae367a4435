import type { Connector, ConnectStep } from '../connector.ts'
import { isRecord, textAt } from '../kit/json-record.ts'
import { BEARER_KEY, CONSOLE, readX, toXConnectCall } from './connect-call.ts'
import { activityStep } from './connect-activity.ts'
import { crcStep, webhookStep } from './connect-webhook.ts'
import { X_HOSTS } from './send-request.ts'

const KEYS = `${CONSOLE}, the app > Keys and tokens`

export const connector: Connector = {
  channel: 'twitter',
  provider: 'x',
  title: 'X (Twitter)',
  hosts: X_HOSTS,
  inputs: [
    {
      key: 'userId',
      title: 'Numeric user id of the account',
      where: `${KEYS} > Access Token: the digits before its hyphen`,
      isSecret: false,
      keptBy: 'id',
      need: 'required',
      shape: /^\d{1,19}$/,
    },
    secret('consumerKey', 'API Key (consumer key)', 'API Key', 'channel'),
    {
      ...secret('consumerSecret', 'API Key Secret (consumer secret)', 'API Key Secret', 'channel'),
      rotates: true,
    },
    secret(BEARER_KEY, 'Bearer token of the app', 'Bearer Token', 'channel'),
    secret(
      'oauth1Token',
      'Access Token of the account (OAuth 1.0a)',
      'Access Token and Secret > Generate',
      'account',
    ),
    secret(
      'oauth1TokenSecret',
      'Access Token Secret beside it',
      'Access Token and Secret > Generate',
      'account',
    ),
  ],
  learns: { webhookId: 'webhook id' },
  credentials: [accountStep(), appStep()],
  subscription: [crcStep, webhookStep, activityStep],
  remains: [
    `Files in direct messages and messages to people who do not follow the account depend on the package of the app: ${CONSOLE}, Billing.`,
    'Send the account a direct message from another one: it appears in `GET /v1/accounts` with that message, up to ten seconds after the subscription.',
  ],
}

function secret(key: string, title: string, place: string, keptBy: 'channel' | 'account') {
  return { key, title, where: `${KEYS} > ${place}`, isSecret: true, keptBy, need: 'required' } as const
}

/** https://docs.x.com/x-api/users/get-my-user */
function accountStep(): ConnectStep {
  return {
    title: "The four keys are the account's and may read and write direct messages",
    look: {
      toCall: (connection, moment) =>
        toXConnectCall({ method: 'GET', path: '/2/users/me' }, 'account', connection, moment),
      readAnswer: (answer, { account, values }) => {
        const owner = /^(\d+)-/.exec(values['oauth1Token'] ?? '')?.[1]
        if (owner !== undefined && owner !== account)
          return { kind: 'wrong', finding: notOwned(account, owner) }
        const read = readX(answer, 'account')
        if (read.kind === 'settled') return read.outcome
        const user = isRecord(read.body['data']) ? read.body['data'] : {}
        const id = textAt(user, 'id') ?? ''
        if (id !== account) return { kind: 'wrong', finding: notOwned(account, id) }
        // Told in a header, on every answer to a token of OAuth 1.0a.
        const access = answer.kind === 'https' ? answer.headers['x-access-level'] : undefined
        if (access !== undefined && access !== 'read-write-directmessages') {
          return { kind: 'wrong', finding: narrow(access) }
        }
        return { kind: 'holds', note: `@${textAt(user, 'username') ?? account}` }
      },
    },
    mend: null,
  }
}

function notOwned(account: string, owner: string) {
  return {
    code: 'account_not_owned',
    what: `The access token is not that of the account ${account}: it belongs to ${owner === '' ? 'nobody' : owner}.`,
    wayOut: `Sign in as the account and generate its own: ${KEYS} > Access Token and Secret. For an account that is not the app's owner, let it authorize the app (OAuth 1.0a, PIN).`,
  } as const
}

function narrow(access: string) {
  return {
    code: 'permission_missing',
    what: `The access token is for "${access}" only; direct messages need "read-write-directmessages".`,
    wayOut: `${CONSOLE}, the app > User authentication settings > App permissions: Read and write and Direct message. Then generate the access token again: an old one keeps its old rights.`,
  } as const
}

/** The same question that the webhook's step asks, for the token alone. */
function appStep(): ConnectStep {
  return {
    title: 'The bearer token is valid',
    look: {
      toCall: (connection, moment) =>
        toXConnectCall({ method: 'GET', path: '/2/webhooks' }, 'app', connection, moment),
      readAnswer: (answer) => {
        const read = readX(answer, 'app')
        return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
      },
    },
    mend: null,
  }
}
