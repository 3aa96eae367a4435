import { describe, expect, it } from 'vitest'
import { Template } from '../../../infra/local/template/assembly.ts'
import { createReferences } from '../../../infra/local/template/references.ts'
import { resolveValue } from '../../../infra/local/template/resolve.ts'

const URLS = { publicUrl: 'http://127.0.0.1:3000', sqsUrl: 'http://127.0.0.1:4000' }

describe('intrinsic functions', () => {
  const template = Template.parse({
    Parameters: { Level: { Type: 'String', Default: 'high' } },
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    },
  })
  const references = createReferences(template, URLS)

  it.each([
    { value: { Ref: 'AWS::Region' }, gives: 'us-east-1' },
    { value: { Ref: 'Level' }, gives: 'high' },
    { value: { Ref: 'Queue' }, gives: 'http://127.0.0.1:4000/000000000000/Queue' },
    { value: { 'Fn::GetAtt': 'Queue.QueueName' }, gives: 'Queue' },
    { value: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, gives: 'http://127.0.0.1:3000' },
    { value: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Partition' }, 1]] }, gives: 'a-aws-1' },
    {
      value: { 'Fn::Sub': 'x ${AWS::AccountId} ${Queue.Arn} ${!Literal}' },
      gives: 'x 000000000000 arn:aws:sqs:us-east-1:000000000000:Queue ${Literal}',
    },
    {
      value: { 'Fn::Sub': ['${Own}/${Level}', { Own: { Ref: 'AWS::URLSuffix' } }] },
      gives: 'amazonaws.com/high',
    },
    { value: { 'Fn::Select': [1, { 'Fn::Split': ['|', 'a|b|c'] }] }, gives: 'b' },
    { value: [{ deep: { Ref: 'Level' } }, true, null, 7], gives: [{ deep: 'high' }, true, null, 7] },
    { value: { Ref: 'Level', other: 1 }, gives: { Ref: 'Level', other: 1 } },
  ])(
    'gives $gives: this guarantees that the local value is the one the template means',
    ({ value, gives }) => {
      expect(resolveValue(value, references, 'here')).toEqual(gives)
    },
  )
})
