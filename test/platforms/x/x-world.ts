import { ACCOUNT_ID } from '../../../shared/channels/twitter/wire-bodies.ts'

/** What stands in X's console before anybody connects anything. Public on purpose, as the local secrets are. */
export type XWorld = {
  app: { consumerKey: string; consumerSecret: string; bearerToken: string }
  tokens: XAccessToken[]
  webhooks: XWebhook[]
  subscriptions: XSubscription[]
  webhooksMax: number
}

export type XAccessToken = { user: string; username: string; token: string; secret: string; access: string }

export type XWebhook = { id: string; url: string; isValid: boolean; createdAt: string }

export type XSubscription = { id: string; eventType: string; user: string; webhook: string | null }

export const OTHER_USER = '1600000000000000099'
/** A page of a list, far smaller than at X: what looks at the first page only misses most. */
export const PAGE_SIZE = 4

export function createXWorld(): XWorld {
  return {
    app: {
      consumerKey: 'local-twitter-consumer-key',
      consumerSecret: 'local-twitter-consumer-secret',
      bearerToken: 'local-twitter-bearer-token',
    },
    tokens: [
      token(ACCOUNT_ID, 'inlet_local', 'local', 'read-write-directmessages'),
      token(ACCOUNT_ID, 'inlet_local', 'narrow', 'read-write'),
      token(OTHER_USER, 'somebody_else', 'local', 'read-write-directmessages'),
    ],
    webhooks: [],
    subscriptions: [],
    webhooksMax: 1,
  }
}

function token(user: string, username: string, name: string, access: string): XAccessToken {
  return { user, username, token: `${user}-${name}`, secret: `${name}-twitter-token-secret`, access }
}
