import { RemovalPolicy } from 'aws-cdk-lib'
import { retainsData } from '../config.ts'
import type { Settings } from '../config.ts'

export function removalPolicyOf(settings: Settings): RemovalPolicy {
  return retainsData(settings) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY
}
