import type { FindingCode } from '../../shared/domain/connection-finding.ts'
import { FACEBOOK_PAGE } from '../../shared/channels/facebook/wire.ts'
import { ACCOUNT_ID } from '../../shared/channels/twitter/wire-bodies.ts'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire-pieces.ts'
import { wire as sms } from '../../shared/channels/sms/wire.ts'
import * as aws from '../platforms/aws-sms/aws-world.ts'
import * as meta from '../platforms/graph/meta-world.ts'
import * as twilio from '../platforms/twilio/twilio-world.ts'
import { OTHER_USER } from '../platforms/x/x-world.ts'

type Environment = Readonly<Record<string, string>>

/** One way to connect, with what is right and each thing that can be wrong. */
export type ConnectCase = {
  name: string
  words: string
  environment: Environment
  /** Keys that the senders, the webhook and the checks then find. */
  stored: readonly string[]
  failures: readonly {
    what: string
    code: FindingCode
    /** In the place of the right words, laid over the right environment. */
    words?: string
    environment?: Environment
    /** What the way out must name. */
    wayOut: RegExp
  }[]
}

const FACEBOOK = {
  INLET_CONNECT_APP_SECRET: 'local-facebook-app-secret',
  INLET_CONNECT_PAGE_ACCESS_TOKEN: 'local-facebook-page-access-token',
}
const WHATSAPP = {
  INLET_CONNECT_APP_SECRET: 'local-whatsapp-app-secret',
  INLET_CONNECT_ACCESS_TOKEN: 'local-whatsapp-access-token',
}
const TWITTER = {
  INLET_CONNECT_CONSUMER_KEY: 'local-twitter-consumer-key',
  INLET_CONNECT_CONSUMER_SECRET: 'local-twitter-consumer-secret',
  INLET_CONNECT_BEARER_TOKEN: 'local-twitter-bearer-token',
  INLET_CONNECT_OAUTH1_TOKEN: `${ACCOUNT_ID}-local`,
  INLET_CONNECT_OAUTH1_TOKEN_SECRET: 'local-twitter-token-secret',
}
const TWILIO = { INLET_CONNECT_AUTH_TOKEN: 'local-twilio-auth-token' }

const facebook = (page: string) => `facebook --url URL --page-id ${page} --app-id ${meta.FACEBOOK_APP}`
const whatsapp = (number: string, app = meta.WHATSAPP_APP) =>
  `whatsapp --url URL --phone-number-id ${number} --waba-id ${WHATSAPP_ACCOUNT.waba} --app-id ${app}`
const byTwilio = (number: string, account = twilio.LOCAL_ACCOUNT) =>
  `sms --url URL --phone-number ${number} --account-sid ${account}`
const byAws = (number: string, set = 'local-inlet') =>
  `sms --provider aws --url URL --phone-number ${number} --aws-configuration-set ${set}`

export const CONNECT_CASES: readonly ConnectCase[] = [
  {
    name: 'Facebook',
    words: facebook(FACEBOOK_PAGE),
    environment: FACEBOOK,
    stored: ['appId', 'appSecret', 'verifyToken', `pageAccessToken@${FACEBOOK_PAGE}`],
    failures: [
      {
        what: 'a token that never was one',
        code: 'token_invalid',
        environment: { INLET_CONNECT_PAGE_ACCESS_TOKEN: 'no-such-token' },
        wayOut: /system-users/,
      },
      {
        what: 'an expired token',
        code: 'token_expired',
        environment: { INLET_CONNECT_PAGE_ACCESS_TOKEN: 'expired-facebook-token' },
        wayOut: /Never expires/,
      },
      {
        what: 'a missing permission',
        code: 'permission_missing',
        environment: { INLET_CONNECT_PAGE_ACCESS_TOKEN: 'narrow-facebook-token' },
        wayOut: /all six permissions/,
      },
      {
        what: 'the secret of another app',
        code: 'app_secret_wrong',
        environment: { INLET_CONNECT_APP_SECRET: 'local-whatsapp-app-secret' },
        wayOut: /App settings > Basic/,
      },
      {
        what: "another Page's token",
        code: 'account_not_owned',
        environment: { INLET_CONNECT_PAGE_ACCESS_TOKEN: 'other-page-token' },
        wayOut: /me\/accounts/,
      },
    ],
  },
  {
    name: 'WhatsApp',
    words: whatsapp(WHATSAPP_ACCOUNT.phoneNumberId),
    environment: WHATSAPP,
    stored: [
      'appId',
      'appSecret',
      'verifyToken',
      `accessToken@${WHATSAPP_ACCOUNT.phoneNumberId}`,
      `wabaId@${WHATSAPP_ACCOUNT.phoneNumberId}`,
    ],
    failures: [
      {
        what: 'a token that never was one',
        code: 'token_invalid',
        environment: { INLET_CONNECT_ACCESS_TOKEN: 'no-such-token' },
        wayOut: /Generate new token/,
      },
      {
        what: 'a revoked token',
        code: 'token_invalid',
        environment: { INLET_CONNECT_ACCESS_TOKEN: 'revoked-whatsapp-token' },
        wayOut: /Generate new token/,
      },
      {
        what: 'an expired token',
        code: 'token_expired',
        environment: { INLET_CONNECT_ACCESS_TOKEN: 'expired-whatsapp-token' },
        wayOut: /Never expires/,
      },
      {
        what: 'a missing permission',
        code: 'permission_missing',
        environment: { INLET_CONNECT_ACCESS_TOKEN: 'narrow-whatsapp-token' },
        wayOut: /whatsapp_business_management/,
      },
      {
        what: 'the secret of another app',
        code: 'app_secret_wrong',
        environment: { INLET_CONNECT_APP_SECRET: 'other-app-secret' },
        wayOut: /App settings > Basic/,
      },
      {
        what: 'an app and a token that are not of one kind',
        code: 'app_secret_wrong',
        environment: { INLET_CONNECT_ACCESS_TOKEN: 'other-app-token' },
        wayOut: /made for that app/,
      },
      {
        what: "a number of another company's account",
        code: 'account_not_owned',
        words: whatsapp(meta.OTHER_NUMBER),
        wayOut: /Look under which account the number stands/,
      },
      {
        what: 'a number that is not on the Cloud API',
        code: 'number_not_registered',
        words: whatsapp(meta.UNREGISTERED_NUMBER),
        wayOut: /INLET_CONNECT_PIN/,
      },
      {
        what: 'a wrong PIN',
        code: 'number_not_registered',
        words: whatsapp(meta.UNREGISTERED_NUMBER),
        environment: { INLET_CONNECT_PIN: '111111' },
        wayOut: /Two-step verification/,
      },
    ],
  },
  {
    name: 'X',
    words: `twitter --url URL --user-id ${ACCOUNT_ID}`,
    environment: TWITTER,
    stored: [
      'consumerKey',
      'consumerSecret',
      'bearerToken',
      `oauth1Token@${ACCOUNT_ID}`,
      `oauth1TokenSecret@${ACCOUNT_ID}`,
    ],
    failures: [
      {
        what: 'a wrong token secret',
        code: 'token_invalid',
        environment: { INLET_CONNECT_OAUTH1_TOKEN_SECRET: 'no-such-secret' },
        wayOut: /Access Token and Secret/,
      },
      {
        what: 'the consumer secret of another app',
        code: 'token_invalid',
        environment: { INLET_CONNECT_CONSUMER_SECRET: 'other-consumer-secret' },
        wayOut: /All four belong to one app/,
      },
      {
        what: 'a wrong bearer token',
        code: 'token_invalid',
        environment: { INLET_CONNECT_BEARER_TOKEN: 'no-such-bearer' },
        wayOut: /Bearer Token > Regenerate/,
      },
      {
        what: 'a token that may not write direct messages',
        code: 'permission_missing',
        environment: {
          INLET_CONNECT_OAUTH1_TOKEN: `${ACCOUNT_ID}-narrow`,
          INLET_CONNECT_OAUTH1_TOKEN_SECRET: 'narrow-twitter-token-secret',
        },
        wayOut: /generate the access token again/,
      },
      {
        what: "another account's token",
        code: 'account_not_owned',
        environment: { INLET_CONNECT_OAUTH1_TOKEN: `${OTHER_USER}-local` },
        wayOut: /Sign in as the account/,
      },
    ],
  },
  {
    name: 'Twilio',
    words: byTwilio(sms.account),
    environment: TWILIO,
    stored: ['authToken', `accountSid@${sms.account}`],
    failures: [
      {
        what: 'a wrong auth token',
        code: 'token_invalid',
        environment: { INLET_CONNECT_AUTH_TOKEN: 'no-such-token' },
        wayOut: /Account Info/,
      },
      {
        what: 'a suspended account',
        code: 'account_inactive',
        words: byTwilio(sms.account, twilio.SUSPENDED_ACCOUNT),
        environment: { INLET_CONNECT_AUTH_TOKEN: 'suspended-twilio-auth-token' },
        wayOut: /Account Dashboard/,
      },
      {
        what: 'a number of another account',
        code: 'account_not_owned',
        words: byTwilio(twilio.OTHER_NUMBER),
        wayOut: /Look where it stands/,
      },
      {
        what: 'a number that another application answers',
        code: 'webhook_elsewhere',
        words: byTwilio(twilio.TAKEN_NUMBER),
        wayOut: /--replace/,
      },
      {
        what: 'a number that takes calls only',
        code: 'account_inactive',
        words: byTwilio(twilio.VOICE_NUMBER),
        wayOut: /Take a number with SMS/,
      },
    ],
  },
  {
    name: 'AWS',
    words: byAws(sms.account),
    environment: {},
    stored: [`awsConfigurationSet@${sms.account}`],
    failures: [
      {
        what: 'a number of another account or region',
        code: 'account_not_owned',
        words: byAws('+15005550077'),
        wayOut: /AWS_PROFILE and AWS_REGION/,
      },
      {
        what: 'a number that another application answers',
        code: 'webhook_elsewhere',
        words: byAws(aws.TAKEN_NUMBER),
        wayOut: /--replace/,
      },
      {
        what: 'a number in a pool',
        code: 'not_subscribed',
        words: byAws(aws.POOLED_NUMBER),
        wayOut: /pools/,
      },
      {
        what: 'a number that is not active yet',
        code: 'account_inactive',
        words: byAws(aws.PENDING_NUMBER),
        wayOut: /phone-numbers/,
      },
    ],
  },
]
