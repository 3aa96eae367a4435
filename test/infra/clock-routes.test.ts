import { beforeAll, describe, expect, it } from 'vitest'
import { at, listAt, resourcesOf, targetOf, type Template } from '../../infra/checks/template.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { CLOCK_MOVING_EVENTS } from '../../shared/domain/sla/clock-events.ts'
import { functionOf } from './permissions.ts'
import { synthesize } from './synthesize.ts'

const ROUTES = CHANNELS.flatMap(({ manifest: { name, visibilities } }) =>
  visibilities.map((visibility): [string, string] => [name, visibility]),
)
const TARGETS: [kind: string, arn: string, action: string][] = [
  ['a queue', 'arn:aws:sqs:eu-west-1:123456789012:desk', 'sqs:SendMessage'],
  ['a topic', 'arn:aws:sns:eu-west-1:123456789012:desk', 'sns:Publish'],
  ['a function', 'arn:aws:lambda:eu-west-1:123456789012:function:desk:live', 'lambda:InvokeFunction'],
  ['a bus', 'arn:aws:events:eu-west-1:123456789012:event-bus/desk', 'events:PutEvents'],
]

describe('routes of the clocks', () => {
  let template: Template

  beforeAll(() => {
    template = synthesize({}, { checks: false }).template
  })

  it.each(ROUTES)(
    'of %s, %s: this guarantees that an event which moves one of its clocks reaches the function that arms it',
    (channel, visibility) => {
      const [rule, ...others] = routesOf(template, channel, visibility)
      expect(others).toEqual([])
      expect(at(rule?.properties, 'EventPattern')).toEqual({
        source: ['inlet'],
        'detail-type': [...CLOCK_MOVING_EVENTS],
        detail: { channel: [channel], visibility: [visibility] },
      })
      expect(at(rule?.properties, 'State')).toBe('ENABLED')
      const targets = listAt(rule?.properties, 'Targets')
      expect(targets.map((target) => targetOf(at(target, 'Arn')))).toEqual([
        functionOf(template, 'functions/timers/arm.ts'),
      ])
    },
  )

  it('there are no others: this guarantees that no visibility is routed which a channel does not have', () => {
    const routes = resourcesOf(template, 'AWS::Events::Rule').filter(
      ({ properties }) => at(properties, 'EventPattern', 'detail', 'channel') !== undefined,
    )
    expect(routes).toHaveLength(ROUTES.length)
  })

  it.each(ROUTES)(
    'of %s, %s, switched off: this guarantees that a team can stop one and see that it is stopped',
    (channel, visibility) => {
      const settings = { routes: { [channel]: { [visibility]: { on: false } } } }
      const { template: switched } = synthesize(settings, { checks: false })
      const states = ROUTES.map(([name, seen]) => {
        const [rule] = routesOf(switched, name, seen)
        return [name, seen, at(rule?.properties, 'State')]
      })
      expect(states).toEqual(
        ROUTES.map(([name, seen]) => [
          name,
          seen,
          name === channel && seen === visibility ? 'DISABLED' : 'ENABLED',
        ]),
      )
    },
  )

  it.each(TARGETS)(
    'to %s of the settings: this guarantees that it gets the events, and the role may do that alone',
    (_, arn, action) => {
      const [channel = '', visibility = ''] = ROUTES[0] ?? []
      const settings = { routes: { [channel]: { [visibility]: { targets: [arn] } } } }
      // With all checks: a target without dead-letter queue would be found.
      const { template: routed } = synthesize(settings)
      const [rule] = routesOf(routed, channel, visibility)
      const [own, other, ...more] = listAt(rule?.properties, 'Targets')
      expect(more).toEqual([])
      expect(targetOf(at(own, 'Arn'))).toBe(functionOf(routed, 'functions/timers/arm.ts'))
      expect(at(other, 'Arn')).toBe(arn)
      const role = targetOf(at(other, 'RoleArn'))
      const allowed = resourcesOf(routed, 'AWS::IAM::Policy')
        .filter(({ properties }) => listAt(properties, 'Roles').map(targetOf).includes(role))
        .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
        .filter((statement) => listAt(statement, 'Resource').includes(arn))
      expect(allowed.map((statement) => at(statement, 'Action'))).toEqual([action])
    },
  )

  it('let every rule of the stack leave what it cannot deliver: this guarantees that no event is lost in silence', () => {
    const rules = resourcesOf(template, 'AWS::Events::Rule')
    const queues = rules.flatMap(({ properties }) =>
      listAt(properties, 'Targets').map((target) => targetOf(at(target, 'DeadLetterConfig', 'Arn'))),
    )
    expect(new Set(queues).size).toBe(1)
    const senders = resourcesOf(template, 'AWS::SQS::QueuePolicy')
      .filter(({ properties }) =>
        listAt(properties, 'Queues')
          .map(targetOf)
          .includes(queues[0] ?? null),
      )
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .flatMap((statement) => listAt(statement, 'Condition', 'ArnEquals', 'aws:SourceArn').map(targetOf))
    expect(senders.toSorted()).toEqual(rules.map(({ id }) => id).toSorted())
  })
})

function routesOf(template: Template, channel: string, visibility: string) {
  return resourcesOf(template, 'AWS::Events::Rule').filter(({ properties }) => {
    const detail = at(properties, 'EventPattern', 'detail')
    return listAt(detail, 'channel').includes(channel) && listAt(detail, 'visibility').includes(visibility)
  })
}
