import { Aws, Duration, Fn, Validations } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnUserPoolGroup,
  FeaturePlan,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito'
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { Scope, retainsData } from '../config.ts'
import type { Settings } from '../config.ts'
import { removalPolicyOf } from './removal-policy.ts'

const MACHINE_SCOPES: readonly Scope[] = ['inbox:read', 'inbox:write']

/** A Cognito pool: people sign in by code grant with PKCE, and what they may do follows from their groups. */
export class SignInPool extends Construct {
  readonly pool: UserPool
  readonly client: UserPoolClient
  readonly issuer: string
  readonly clientIds: string[]

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    const { callbackUrls, groupScopes, machineClient } = settings.auth
    this.pool = this.createPool(settings)
    this.issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${this.pool.userPoolId}`
    this.client = this.createClient(callbackUrls)
    this.clientIds = [this.client.userPoolClientId]
    const server = this.createResourceServer()
    if (machineClient) this.clientIds.push(this.createMachineClient(server).userPoolClientId)
    for (const groupName of Object.keys(groupScopes)) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { groupName, userPoolId: this.pool.userPoolId })
    }
    this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: uniquePrefix(settings) } })
  }

  private createPool(settings: Settings): UserPool {
    const pool = new UserPool(this, 'Users', {
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: retainsData(settings),
      removalPolicy: removalPolicyOf(settings),
    })
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'The Plus plan bills every user from the first. Sign-up is closed and a second factor required; whoever wants threat protection brings an issuer or changes the plan.',
    })
    return pool
  }

  private createClient(callbackUrls: string[]): UserPoolClient {
    return this.pool.addClient('People', {
      generateSecret: false,
      authFlows: { userSrp: true },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      // No inbox scope: every user of the pool could ask for it. Groups decide.
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls,
        logoutUrls: callbackUrls,
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(7),
    })
  }

  private createResourceServer() {
    const scopes = Scope.options.map(
      (name) => new ResourceServerScope({ scopeName: name, scopeDescription: `Inlet ${name}` }),
    )
    return {
      scopes,
      server: this.pool.addResourceServer('Inlet', { identifier: 'inlet', scopes }),
    }
  }

  private createMachineClient(resource: ReturnType<SignInPool['createResourceServer']>): UserPoolClient {
    return this.pool.addClient('Machines', {
      generateSecret: true,
      authFlows: {},
      oAuth: {
        flows: { clientCredentials: true },
        scopes: resource.scopes
          .filter(({ scopeName }) => MACHINE_SCOPES.some((name) => name === scopeName))
          .map((granted) => OAuthScope.resourceServer(resource.server, granted)),
      },
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
    })
  }
}

/** Prefixes are unique in a whole region, over all accounts: the stack's own random id makes this one so. */
function uniquePrefix(settings: Settings): string {
  const stackUuid = Fn.select(2, Fn.split('/', Aws.STACK_ID))
  return `inlet-${settings.stage}-${Fn.select(4, Fn.split('-', stackUuid))}`
}
