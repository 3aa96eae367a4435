import { connector as facebook } from '../../shared/channels/facebook/connector.ts'
import { FACEBOOK_PAGE } from '../../shared/channels/facebook/wire.ts'
import { awsConnector } from '../../shared/channels/sms/aws-connector.ts'
import { twilioConnector } from '../../shared/channels/sms/twilio-connector.ts'
import { wire as sms } from '../../shared/channels/sms/wire.ts'
import { connector as twitter } from '../../shared/channels/twitter/connector.ts'
import { ACCOUNT_ID } from '../../shared/channels/twitter/wire-bodies.ts'
import { connector as whatsapp } from '../../shared/channels/whatsapp/connector.ts'
import { WHATSAPP_ACCOUNT } from '../../shared/channels/whatsapp/wire-pieces.ts'
import * as aws from '../platforms/aws-sms/aws-world.ts'
import * as meta from '../platforms/graph/meta-world.ts'
import * as twilio from '../platforms/twilio/twilio-world.ts'
import { OTHER_USER } from '../platforms/x/x-world.ts'
import { type ConnectCase, toConnectCase } from './to-connect-case.ts'

const FACEBOOK = toConnectCase({
  name: 'Facebook',
  connector: facebook,
  given: {
    pageId: FACEBOOK_PAGE,
    appId: meta.FACEBOOK_APP,
    appSecret: 'local-facebook-app-secret',
    pageAccessToken: 'local-facebook-page-access-token',
  },
  stored: ['appId', 'appSecret', 'verifyToken', `pageAccessToken@${FACEBOOK_PAGE}`],
  failures: [
    ['a token that never was one', 'token_invalid', { pageAccessToken: 'no-such-token' }, /system-users/],
    ['an expired token', 'token_expired', { pageAccessToken: 'expired-facebook-token' }, /Never expires/],
    [
      'a missing permission',
      'permission_missing',
      { pageAccessToken: 'narrow-facebook-token' },
      /all six permissions/,
    ],
    [
      'the secret of another app',
      'app_secret_wrong',
      { appSecret: 'local-whatsapp-app-secret' },
      /App settings > Basic/,
    ],
    ["another Page's token", 'account_not_owned', { pageAccessToken: 'other-page-token' }, /me\/accounts/],
  ],
})

const WHATSAPP = toConnectCase({
  name: 'WhatsApp',
  connector: whatsapp,
  given: {
    phoneNumberId: WHATSAPP_ACCOUNT.phoneNumberId,
    wabaId: WHATSAPP_ACCOUNT.waba,
    appId: meta.WHATSAPP_APP,
    appSecret: 'local-whatsapp-app-secret',
    accessToken: 'local-whatsapp-access-token',
  },
  stored: [
    'appId',
    'appSecret',
    'verifyToken',
    `accessToken@${WHATSAPP_ACCOUNT.phoneNumberId}`,
    `wabaId@${WHATSAPP_ACCOUNT.phoneNumberId}`,
  ],
  failures: [
    ['a token that never was one', 'token_invalid', { accessToken: 'no-such-token' }, /Generate new token/],
    ['a revoked token', 'token_invalid', { accessToken: 'revoked-whatsapp-token' }, /Generate new token/],
    ['an expired token', 'token_expired', { accessToken: 'expired-whatsapp-token' }, /Never expires/],
    [
      'a missing permission',
      'permission_missing',
      { accessToken: 'narrow-whatsapp-token' },
      /whatsapp_business_management/,
    ],
    [
      'the secret of another app',
      'app_secret_wrong',
      { appSecret: 'other-app-secret' },
      /App settings > Basic/,
    ],
    [
      'an app and a token that are not of one kind',
      'app_secret_wrong',
      { accessToken: 'other-app-token' },
      /made for that app/,
    ],
    [
      "a number of another company's account",
      'account_not_owned',
      { phoneNumberId: meta.OTHER_NUMBER },
      /Look under which account the number stands/,
    ],
    [
      'a number that is not on the Cloud API',
      'number_not_registered',
      { phoneNumberId: meta.UNREGISTERED_NUMBER },
      /INLET_CONNECT_PIN/,
    ],
    [
      'a wrong PIN',
      'number_not_registered',
      { phoneNumberId: meta.UNREGISTERED_NUMBER, pin: '111111' },
      /Two-step verification/,
    ],
  ],
})

const X = toConnectCase({
  name: 'X',
  connector: twitter,
  given: {
    userId: ACCOUNT_ID,
    consumerKey: 'local-twitter-consumer-key',
    consumerSecret: 'local-twitter-consumer-secret',
    bearerToken: 'local-twitter-bearer-token',
    oauth1Token: `${ACCOUNT_ID}-local`,
    oauth1TokenSecret: 'local-twitter-token-secret',
  },
  stored: [
    'consumerKey',
    'consumerSecret',
    'bearerToken',
    `oauth1Token@${ACCOUNT_ID}`,
    `oauth1TokenSecret@${ACCOUNT_ID}`,
  ],
  failures: [
    [
      'a wrong token secret',
      'token_invalid',
      { oauth1TokenSecret: 'no-such-secret' },
      /Access Token and Secret/,
    ],
    [
      'the consumer secret of another app',
      'token_invalid',
      { consumerSecret: 'other-consumer-secret' },
      /All four belong to one app/,
    ],
    ['a wrong bearer token', 'token_invalid', { bearerToken: 'no-such-bearer' }, /Bearer Token > Regenerate/],
    [
      'a token that may not write direct messages',
      'permission_missing',
      { oauth1Token: `${ACCOUNT_ID}-narrow`, oauth1TokenSecret: 'narrow-twitter-token-secret' },
      /generate the access token again/,
    ],
    [
      "another account's token",
      'account_not_owned',
      { oauth1Token: `${OTHER_USER}-local` },
      /Sign in as the account/,
    ],
  ],
})

const TWILIO = toConnectCase({
  name: 'Twilio',
  connector: twilioConnector,
  given: { phoneNumber: sms.account, accountSid: twilio.LOCAL_ACCOUNT, authToken: 'local-twilio-auth-token' },
  stored: ['authToken', `accountSid@${sms.account}`],
  failures: [
    ['a wrong auth token', 'token_invalid', { authToken: 'no-such-token' }, /Account Info/],
    [
      'a suspended account',
      'account_inactive',
      { accountSid: twilio.SUSPENDED_ACCOUNT, authToken: 'suspended-twilio-auth-token' },
      /Account Dashboard/,
    ],
    [
      'a number of another account',
      'account_not_owned',
      { phoneNumber: twilio.OTHER_NUMBER },
      /Look where it stands/,
    ],
    [
      'a number that another application answers',
      'webhook_elsewhere',
      { phoneNumber: twilio.TAKEN_NUMBER },
      /--replace/,
    ],
    [
      'a number that takes calls only',
      'account_inactive',
      { phoneNumber: twilio.VOICE_NUMBER },
      /Take a number with SMS/,
    ],
  ],
})

const AWS = toConnectCase({
  name: 'AWS',
  connector: awsConnector,
  given: { phoneNumber: sms.account, awsConfigurationSet: 'local-inlet' },
  stored: [`awsConfigurationSet@${sms.account}`],
  failures: [
    [
      'a number of another account or region',
      'account_not_owned',
      { phoneNumber: '+15005550077' },
      /AWS_PROFILE and AWS_REGION/,
    ],
    [
      'a number that another application answers',
      'webhook_elsewhere',
      { phoneNumber: aws.TAKEN_NUMBER },
      /--replace/,
    ],
    ['a number in a pool', 'not_subscribed', { phoneNumber: aws.POOLED_NUMBER }, /pools/],
    [
      'a number that is not active yet',
      'account_inactive',
      { phoneNumber: aws.PENDING_NUMBER },
      /phone-numbers/,
    ],
  ],
})

export const CONNECT_CASES: readonly ConnectCase[] = [FACEBOOK, WHATSAPP, X, TWILIO, AWS]
