import type { Finding } from '../../domain/connection-finding.ts'
import type { Connection, ConnectStep } from '../connector.ts'
import { decodeAnswer } from '../kit/decode-answer.ts'
import { textAt } from '../kit/json-record.ts'
import { toChallengeCall } from '../kit/webhook-call.ts'
import type { CallMoment, PlatformCall } from '../sender.ts'
import { readX, rowsOf, toXConnectCall } from './connect-call.ts'
import { signX } from './crc.ts'

const PATH = '/2/webhooks'

/** The challenge that X will put, put by ourselves first: https://docs.x.com/x-api/webhooks/quickstart */
export const crcStep: ConnectStep = {
  title: 'The webhook answers the challenge with the consumer secret',
  patient: true,
  look: {
    toCall: ({ webhookUrl }, { nonce }) => toChallengeCall(webhookUrl, { crc_token: nonce }),
    readAnswer: (answer, { webhookUrl, values }, { nonce }) => {
      const [status, body] = answer.kind === 'https' ? [answer.status, answer.body] : [0, '']
      const token = textAt(decodeAnswer(body), 'response_token')
      if (status === 200 && token === signX(values['consumerSecret'] ?? '', nonce)) {
        return { kind: 'holds', note: null }
      }
      const how = status === 200 ? 'it is signed with another secret' : `it answered ${status}`
      return { kind: 'absent', finding: refused(webhookUrl, how) }
    },
  },
  mend: null,
}

function refused(webhookUrl: string, how: string): Finding {
  return {
    code: 'webhook_refused',
    what: `The webhook ${webhookUrl} did not answer the challenge as X expects it: ${how}.`,
    wayOut:
      "A new consumer secret is known there within a minute. If a clientSecret is stored in the channel's secret, it signs instead: leave it out unless X validates with it. Else look whether the address is that of this deployment (output WebhookUrlTwitter).",
  }
}

/** https://docs.x.com/x-api/webhooks/introduction */
export const webhookStep: ConnectStep = {
  title: 'X knows the webhook and finds it valid',
  look: {
    toCall: list,
    readAnswer: (answer, { webhookUrl }) => {
      const read = readX(answer, 'app')
      if (read.kind === 'settled') return read.outcome
      const row = rowsOf(read.body).find((each) => textAt(each, 'url') === webhookUrl)
      const id = textAt(row, 'id')
      if (row === undefined || id === null) return { kind: 'absent', finding: unknown(webhookUrl) }
      if (row['valid'] === true) return { kind: 'holds', note: null, learned: { webhookId: id } }
      return {
        kind: 'absent',
        finding: invalid(webhookUrl),
        learned: { webhookId: id, invalidWebhookId: id },
      }
    },
  },
  mend: {
    toCalls: (connection, moment) => {
      const invalid = connection.facts['invalidWebhookId']
      const request =
        invalid === undefined
          ? ({ method: 'POST', path: PATH, body: { url: connection.webhookUrl } } as const)
          : ({ method: 'PUT', path: `${PATH}/${encodeURIComponent(invalid)}` } as const)
      return [toXConnectCall(request, 'app', connection, moment)]
    },
    readAnswer: (answer) => {
      const read = readX(answer, 'app')
      return read.kind === 'settled' ? read.outcome : { kind: 'holds', note: null }
    },
  },
}

function list(connection: Connection, moment: CallMoment): PlatformCall {
  return toXConnectCall({ method: 'GET', path: PATH }, 'app', connection, moment)
}

function unknown(webhookUrl: string): Finding {
  return {
    code: 'not_subscribed',
    what: `The X app has no webhook ${webhookUrl}.`,
    wayOut: 'Run `npm run connect -- twitter`; it registers the webhook.',
  }
}

function invalid(webhookUrl: string): Finding {
  return {
    code: 'webhook_invalid',
    what: `X has marked the webhook ${webhookUrl} as invalid and sends nothing there.`,
    wayOut:
      'Run `npm run connect -- twitter`; it lets X ask again. Up to 24 hours of events can be had again by POST /2/webhooks/replay.',
  }
}
