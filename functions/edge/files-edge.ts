import type { BucketPlace } from '../../shared/aws/presign.ts'
import { readCredentials } from './environment-credentials.ts'

type FilesEnvironment = {
  INLET_FILES_BUCKET: string
  AWS_REGION: string
  AWS_ENDPOINT_URL_S3?: string | undefined
}

/** The bucket of files as the function's settings name it, with the rights of its role. */
export function toBucketPlace(environment: FilesEnvironment): BucketPlace {
  return {
    bucket: environment.INLET_FILES_BUCKET,
    region: environment.AWS_REGION,
    credentials: readCredentials,
    s3Url: environment.AWS_ENDPOINT_URL_S3 ?? null,
  }
}
