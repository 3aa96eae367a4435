import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { Construct } from 'constructs'
import type { Settings } from '../config.ts'
import { SignInPool } from './sign-in-pool.ts'

/** Who may call `/v1`: tokens of the settings' issuer, else of a pool that the stack makes. */
export class Auth extends Construct {
  readonly authorizer: IHttpRouteAuthorizer
  readonly pool: SignInPool | null

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    const { issuer, audience } = settings.auth
    if (issuer !== undefined && audience !== undefined) {
      this.pool = null
      this.authorizer = new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: audience })
      return
    }
    this.pool = new SignInPool(this, 'Pool', settings)
    this.authorizer = new HttpJwtAuthorizer('Jwt', this.pool.issuer, { jwtAudience: this.pool.clientIds })
  }
}
