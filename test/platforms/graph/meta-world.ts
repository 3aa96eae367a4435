import { FACEBOOK_PAGE } from '../../../shared/channels/facebook/wire.ts'
import { WHATSAPP_ACCOUNT } from '../../../shared/channels/whatsapp/wire-pieces.ts'

/** What stands in Meta's consoles before anybody connects anything. Public on purpose, as the local secrets are. */
export type MetaWorld = {
  apps: MetaApp[]
  tokens: Map<string, MetaToken>
  pages: MetaPage[]
  wabas: MetaWaba[]
}

export type MetaApp = {
  id: string
  channel: 'facebook' | 'whatsapp'
  name: string
  secret: string
  subscriptions: Map<string, { callbackUrl: string; fields: string[] }>
}

export type MetaToken = {
  app: string
  scopes: string[]
  /** Seconds; 0 is never. */
  expiresAt: number
  isRevoked?: boolean
  /** The Page whose token it is; else it is a system user's. */
  page?: string
  /** What the user was given. */
  assets: string[]
}

export type MetaPage = { id: string; name: string; apps: Map<string, string[]> }

export type MetaWaba = {
  id: string
  apps: Map<string, { overrideUrl: string | null }>
  numbers: MetaNumber[]
}

export type MetaNumber = {
  id: string
  displayNumber: string
  name: string
  isRegistered: boolean
  pin: string | null
}

export const FACEBOOK_APP = '100000000000010'
export const WHATSAPP_APP = '100000000000020'
export const OTHER_APP = '100000000000099'
export const OTHER_PAGE = '770000000000099'
/** Of the same account, and not yet on the Cloud API. */
export const UNREGISTERED_NUMBER = '880000000000011'
export const UNREGISTERED_PIN = '246810'
/** Another company's. */
export const OTHER_WABA = '990000000000099'
export const OTHER_NUMBER = '880000000000099'

const PAGE_SCOPES = [
  'pages_messaging',
  'pages_manage_metadata',
  'pages_show_list',
  'pages_read_engagement',
  'pages_read_user_content',
  'pages_manage_engagement',
]
const WHATSAPP_SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management']
const YESTERDAY_MS = 86_400_000

export function createMetaWorld(now: Date): MetaWorld {
  const yesterday = Math.floor((now.getTime() - YESTERDAY_MS) / 1000)
  const soon = Math.floor((now.getTime() + 3 * YESTERDAY_MS) / 1000)
  const whatsApp = {
    app: WHATSAPP_APP,
    scopes: WHATSAPP_SCOPES,
    expiresAt: 0,
    assets: [WHATSAPP_ACCOUNT.waba],
  }
  const page = {
    app: FACEBOOK_APP,
    scopes: PAGE_SCOPES,
    expiresAt: 0,
    page: FACEBOOK_PAGE,
    assets: [FACEBOOK_PAGE],
  }
  return {
    apps: [
      app(FACEBOOK_APP, 'facebook', 'local-facebook-app-secret'),
      app(WHATSAPP_APP, 'whatsapp', 'local-whatsapp-app-secret'),
      app(OTHER_APP, 'whatsapp', 'other-app-secret'),
    ],
    tokens: new Map<string, MetaToken>([
      ['local-facebook-page-access-token', page],
      ['expired-facebook-token', { ...page, expiresAt: yesterday }],
      ['narrow-facebook-token', { ...page, scopes: ['pages_messaging', 'pages_show_list'] }],
      ['other-page-token', { ...page, page: OTHER_PAGE, assets: [OTHER_PAGE] }],
      ['local-whatsapp-access-token', whatsApp],
      ['expired-whatsapp-token', { ...whatsApp, expiresAt: yesterday }],
      ['expiring-whatsapp-token', { ...whatsApp, expiresAt: soon }],
      ['revoked-whatsapp-token', { ...whatsApp, isRevoked: true }],
      ['narrow-whatsapp-token', { ...whatsApp, scopes: ['whatsapp_business_messaging'] }],
      ['other-app-token', { ...whatsApp, app: OTHER_APP }],
    ]),
    pages: [
      { id: FACEBOOK_PAGE, name: 'Inlet Local', apps: new Map() },
      { id: OTHER_PAGE, name: 'Somebody Else', apps: new Map() },
    ],
    wabas: [
      {
        id: WHATSAPP_ACCOUNT.waba,
        apps: new Map(),
        numbers: [
          number(WHATSAPP_ACCOUNT.phoneNumberId, WHATSAPP_ACCOUNT.displayNumber, null),
          { ...number(UNREGISTERED_NUMBER, '4930555011', UNREGISTERED_PIN), isRegistered: false },
        ],
      },
      { id: OTHER_WABA, apps: new Map(), numbers: [number(OTHER_NUMBER, '4930555099', null)] },
    ],
  }
}

function app(id: string, channel: MetaApp['channel'], secret: string): MetaApp {
  return { id, channel, name: `Inlet Local ${channel}`, secret, subscriptions: new Map() }
}

function number(id: string, displayNumber: string, pin: string | null): MetaNumber {
  return { id, displayNumber: `+${displayNumber}`, name: 'Inlet Local', isRegistered: true, pin }
}
