import type { Connection, Connector, ConnectStep, StepOutcome } from '../connector.ts'
import { GRAPH_HOSTS, toGraphCall } from '../kit/graph-call.ts'
import {
  APP_INPUTS,
  appSubscriptionStep,
  challengeStep,
  fieldsMissing,
  findRow,
  tokenStep,
  toNames,
  union,
} from '../kit/graph-connect.ts'
import { readGraph, toPlain } from '../kit/graph-findings.ts'
import { type JsonRecord, textAt } from '../kit/json-record.ts'
import { TOKEN_KEY } from './send-call.ts'

const SYSTEM_USERS = 'https://business.facebook.com/settings/system-users'
const HOW_TO_MAKE_ONE = `${SYSTEM_USERS}, Generate new token, the app, Never expires; then GET /me/accounts with it lists each Page's own token`

/** What Inlet reads. Only what is subscribed both by the app and by the Page arrives. */
export const PAGE_FIELDS = [
  'messages',
  'message_echoes',
  'message_deliveries',
  'message_reads',
  'message_reactions',
  'message_edits',
  'messaging_postbacks',
  'messaging_referrals',
  'messaging_optins',
  'messaging_policy_enforcement',
  'standby',
  'feed',
  'mention',
  'ratings',
] as const

export const connector: Connector = {
  channel: 'facebook',
  provider: 'meta',
  title: 'Facebook',
  hosts: GRAPH_HOSTS,
  inputs: [
    {
      key: 'pageId',
      title: 'Page ID',
      where: 'https://business.facebook.com/settings/pages, the Page > ID',
      isSecret: false,
      keptBy: 'id',
      need: 'required',
      shape: /^\d{5,20}$/,
    },
    ...APP_INPUTS,
    {
      key: TOKEN_KEY,
      title: 'Page access token',
      where: HOW_TO_MAKE_ONE,
      isSecret: true,
      keptBy: 'account',
      need: 'required',
    },
  ],
  credentials: [
    tokenStep({
      tokenKey: TOKEN_KEY,
      permissions: [
        'pages_messaging',
        'pages_manage_metadata',
        'pages_show_list',
        'pages_read_engagement',
        'pages_read_user_content',
        'pages_manage_engagement',
      ],
      wayOut: `Make a new token with all six permissions: ${HOW_TO_MAKE_ONE}.`,
    }),
    pageStep(),
  ],
  subscription: [
    challengeStep,
    appSubscriptionStep({ object: 'page', fields: PAGE_FIELDS }),
    pageSubscriptionStep(),
  ],
  remains: [
    'Advanced Access to the permissions: https://developers.facebook.com/apps, the app, App Review > Permissions and features; the feature Human Agent there to answer after 24 hours.',
    'Switch the app to Live: the same app, App mode at the top. Before, only people with a role in the app produce events.',
  ],
}

/** A Page's own token speaks as the Page, so `me` is whose token it is. */
function pageStep(): ConnectStep {
  return {
    title: "The token is the Page's own",
    look: {
      toCall: ({ values }) =>
        toGraphCall({ method: 'GET', segments: ['me'], query: { fields: 'id,name' } }, values, TOKEN_KEY),
      readAnswer: (answer, { account }) => {
        const read = readGraph(answer, 'token')
        if (read.kind === 'settled') return read.outcome
        const [id, name] = [toPlain(read.body['id']), textAt(read.body, 'name') ?? 'without a name']
        if (id === account) return { kind: 'holds', note: name }
        return {
          kind: 'wrong',
          finding: {
            code: 'account_not_owned',
            what: `The token is not that of the Page ${account}: it speaks for ${name} (${id}).`,
            wayOut: `Give the Page's own token: ${HOW_TO_MAKE_ONE}. If the Page is not in that list, it was not given to the system user, or belongs to another business.`,
          },
        }
      },
    },
    mend: null,
  }
}

/** https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps */
function pageSubscriptionStep(): ConnectStep {
  const segments = ({ account }: Connection) => [account, 'subscribed_apps']
  return {
    title: 'The Page is subscribed by the app',
    look: {
      toCall: (connection) =>
        toGraphCall({ method: 'GET', segments: segments(connection) }, connection.values, TOKEN_KEY),
      readAnswer: (answer, { values }) => {
        const read = readGraph(answer, 'token')
        return read.kind === 'settled' ? read.outcome : judge(read.body, values['appId'] ?? '')
      },
    },
    mend: {
      toCalls: (connection) => {
        const fields = union(connection.facts['pageFields'], PAGE_FIELDS)
        const body = { subscribed_fields: fields.join(',') }
        return [toGraphCall({ segments: segments(connection), body }, connection.values, TOKEN_KEY)]
      },
      readAnswer: (answer) => {
        const read = readGraph(answer, 'token')
        return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
      },
    },
  }
}

function judge(body: JsonRecord, appId: string): StepOutcome {
  const own = findRow(body, 'id', appId)
  if (own === null) {
    const what = 'The app of this deployment is not subscribed to the Page.'
    const wayOut = 'Run `npm run connect` for this Page; it subscribes the app.'
    return { kind: 'absent', finding: { code: 'not_subscribed', what, wayOut } }
  }
  const has = toNames(own['subscribed_fields'])
  const missing = PAGE_FIELDS.filter((field) => !has.includes(field))
  const learned = { pageFields: has.join(',') }
  if (missing.length === 0) return { kind: 'holds', note: null, learned }
  return { kind: 'absent', finding: fieldsMissing('The Page', missing), learned }
}
