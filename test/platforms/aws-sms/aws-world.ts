import { wire } from '../../../shared/channels/sms/wire.ts'

/** What stands in the AWS account before anybody connects anything. */
export type AwsWorld = { numbers: AwsNumber[]; sets: AwsConfigurationSet[] }

export type AwsNumber = {
  id: string
  phoneNumber: string
  status: string
  pool: string | null
  twoWay: { isOn: boolean; channel: string | null }
}

export type AwsConfigurationSet = { name: string; destinations: AwsDestination[] }

export type AwsDestination = { name: string; isOn: boolean; types: string[]; topicArn: string | null }

export const POOLED_NUMBER = '+15005550021'
export const TAKEN_NUMBER = '+15005550022'
export const PENDING_NUMBER = '+15005550023'

export function createAwsWorld(): AwsWorld {
  return {
    numbers: [
      { ...number(POOLED_NUMBER, 1), pool: 'pool-00000000000000000000000000000001' },
      {
        ...number(TAKEN_NUMBER, 2),
        twoWay: { isOn: true, channel: 'arn:aws:sns:us-east-1:000000000000:another-application' },
      },
      { ...number(PENDING_NUMBER, 3), status: 'PENDING' },
      number(wire.account, 0),
    ],
    sets: [{ name: 'local-inlet', destinations: [] }],
  }
}

function number(phoneNumber: string, index: number): AwsNumber {
  const id = `phone-${String(index).padStart(32, '0')}`
  return { id, phoneNumber, status: 'ACTIVE', pool: null, twoWay: { isOn: false, channel: null } }
}
