import { AppError } from '../../shared/domain/errors.ts'

export type EnvironmentCredentials = {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

/**
 * Takes the place of the SDK's default credential chain in every bundle (infra/bundle.ts). Lambda hands a role's credentials
 * over in these variables and nowhere else; the rest of the chain (profiles, SSO, STS, metadata services) is a fifth of a
 * bundle that no function can use: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function defaultProvider(): () => Promise<EnvironmentCredentials> {
  return async () => readCredentials()
}

export function readCredentials(): EnvironmentCredentials {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env
  if (!accessKeyId || !secretAccessKey) {
    throw new AppError('configuration_invalid', 'the environment holds no AWS credentials')
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) }
}
