import type { Finding } from '../../domain/connection-finding.ts'
import type { Connection, ConnectStep, StepOutcome } from '../connector.ts'
import { isRecord, type JsonRecord, textAt } from '../kit/json-record.ts'
import { readX, rowsOf, toXConnectCall } from './connect-call.ts'

/** What Inlet reads of an account; `post.create` and `dm.sent` bring back what its side writes in X's own apps. */
export const ACTIVITY_EVENTS = [
  'dm.received',
  'dm.sent',
  'chat.received',
  'chat.sent',
  'post.mention.create',
  'post.reply.create',
  'post.quote.create',
  'post.create',
  'post.delete',
  'oauth.revoke',
] as const

const PATH = '/2/activity/subscriptions'

/** One subscription for each event type and account. https://docs.x.com/x-api/activity/quickstart */
export const activityStep: ConnectStep = {
  title: "The account's events are subscribed",
  patient: true,
  look: {
    toCall: (connection, moment) =>
      connection.facts['webhookId'] === undefined
        ? null
        : toXConnectCall({ method: 'GET', path: toListPath(connection) }, 'app', connection, moment),
    readAnswer: (answer, connection) => {
      const read = readX(answer, 'app')
      return read.kind === 'settled' ? read.outcome : judge(read.body, connection)
    },
  },
  mend: {
    toCalls: (connection, moment) => {
      const webhook_id = connection.facts['webhookId'] ?? ''
      const moves = split(connection.facts['foreign']).map((id) => ({
        method: 'PUT' as const,
        path: `${PATH}/${encodeURIComponent(id)}`,
        body: { webhook_id },
      }))
      const missing =
        connection.facts['missing'] === undefined ? ACTIVITY_EVENTS : split(connection.facts['missing'])
      const created = missing.map((event_type) => ({
        method: 'POST' as const,
        path: PATH,
        body: { event_type, filter: { user_id: connection.account }, webhook_id },
      }))
      // Private events want the account's own consent; the app's token moves what it made.
      return [
        ...moves.map((request) => toXConnectCall(request, 'app', connection, moment)),
        ...created.map((request, index) =>
          // A nonce is good for one call.
          toXConnectCall(request, 'account', connection, { ...moment, nonce: `${moment.nonce}${index}` }),
        ),
      ]
    },
    readAnswer: (answer) => {
      const read = readX(answer, 'account')
      if (read.kind === 'accepted') return { kind: 'holds', note: null }
      const { outcome } = read
      // Somebody was faster; the next look says whether it is the one that is wanted.
      const isThere = outcome.kind === 'wrong' && /duplicate/i.test(outcome.finding.what)
      return isThere ? { kind: 'holds', note: null } : outcome
    },
  },
}

/** A page holds at most 1,000, an app 1,500. */
function toListPath({ facts }: Connection): string {
  const token = facts['activityPage']
  return token === undefined || token === '' ? PATH : `${PATH}?pagination_token=${encodeURIComponent(token)}`
}

function judge(body: JsonRecord, { account, facts, replaces }: Connection): StepOutcome {
  const own = rowsOf(body).filter(
    (row) => isRecord(row['filter']) && textAt(row['filter'], 'user_id') === account,
  )
  const here = own.filter((row) => textAt(row, 'webhook_id') === facts['webhookId'])
  const foreign = own.filter((row) => isForeign(row, facts['webhookId'] ?? ''))
  const seen = [...split(facts['seen']), ...here.map(typeOf)].join(',')
  const elsewhere = [...split(facts['foreign']), ...foreign.map(idOf)].join(',')
  const foreignTypes = [...split(facts['foreignTypes']), ...foreign.map(typeOf)].join(',')
  const next = isRecord(body['meta']) ? textAt(body['meta'], 'next_token') : null
  if (next !== null)
    return { kind: 'more', learned: { activityPage: next, seen, foreign: elsewhere, foreignTypes } }
  // What is learned is for the calls that follow; another look begins anew.
  const fresh = { activityPage: '', seen: '', foreignTypes: '' }
  const missing = ACTIVITY_EVENTS.filter((type) => !split(seen).includes(type))
  if (missing.length === 0)
    return { kind: 'holds', note: null, learned: { ...fresh, foreign: '', missing: '' } }
  const elsewhereTypes = missing.filter((type) => split(foreignTypes).includes(type))
  if (elsewhereTypes.length > 0 && !replaces) return { kind: 'wrong', finding: goesElsewhere(elsewhereTypes) }
  const created = missing.filter((type) => !elsewhereTypes.includes(type))
  const learned = {
    ...fresh,
    foreign: elsewhereTypes.length > 0 ? elsewhere : '',
    missing: created.join(','),
  }
  return { kind: 'absent', finding: notSubscribed(missing), learned }
}

/** One for the stream of a program takes nothing away from a webhook. */
function isForeign(row: JsonRecord, webhookId: string): boolean {
  const webhook = textAt(row, 'webhook_id')
  return (
    webhook !== null && webhook !== webhookId && (ACTIVITY_EVENTS as readonly string[]).includes(typeOf(row))
  )
}

function goesElsewhere(types: readonly string[]): Finding {
  return {
    code: 'webhook_elsewhere',
    what: `${types.join(', ')} of this account go to another webhook of the app today.`,
    wayOut:
      'If that shall end, run `npm run connect -- twitter` with --replace. Else take an app of its own.',
  }
}

function notSubscribed(missing: readonly string[]): Finding {
  return {
    code: missing.length === ACTIVITY_EVENTS.length ? 'not_subscribed' : 'fields_missing',
    what: `The account is not subscribed to ${missing.join(', ')}.`,
    wayOut: 'Run `npm run connect -- twitter` for this account; it subscribes what is missing.',
  }
}

function typeOf(row: JsonRecord): string {
  return textAt(row, 'event_type') ?? ''
}

function idOf(row: JsonRecord): string {
  return textAt(row, 'subscription_id') ?? ''
}

function split(list: string | undefined): string[] {
  return (list ?? '').split(',').filter((each) => each !== '')
}
