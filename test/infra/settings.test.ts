import { describe, expect, it } from 'vitest'
import { retainsData, rulesOf } from '../../infra/config.ts'
import { readSettings } from '../../infra/read-settings.ts'
import { DEFAULT_RULES } from '../../shared/domain/sla/default-rules.ts'

const TOPIC = {
  provider: 'aws',
  title: 'A service',
  publisher: 'service.amazonaws.com',
  ordering: 'best_effort',
} as const
const CHANNELS = [
  { name: 'whatsapp', topic: null, visibilities: ['private'] },
  { name: 'sms', topic: TOPIC, visibilities: ['private'] },
] as const
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:two-way'

const POLICY = { id: 'quick', selector: { channel: 'sms' }, targets: { first_response: 'PT5M' } }
const PATTERN = { name: 'customer', pattern: '\\bK-\\d{8}\\b' }
const toPatterns = (...patterns: object[]) => ({ inlet: { redaction: { patterns } } })
const toLongPolicy = (n: number) => ({ ...POLICY, id: `p${n}`, afterHours: { text: 'x'.repeat(1_000) } })

function messageOf(context: Record<string, unknown>): string {
  try {
    readSettings(context, CHANNELS)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'no error'
}

describe('settings', () => {
  it('are complete without any context: this guarantees that `cdk deploy` alone works', () => {
    expect(readSettings({}, CHANNELS)).toEqual({
      stage: 'dev',
      channels: {},
      topics: {},
      retention: { feedDays: 30, logsDays: 30 },
      auth: {
        groupsClaim: 'cognito:groups',
        groupScopes: {
          'inlet-agents': ['inbox:read', 'inbox:write'],
          'inlet-admins': ['inbox:read', 'inbox:write', 'inbox:admin', 'inbox:secure'],
        },
        aiClients: [],
        callbackUrls: ['http://localhost:3000/'],
        machineClient: false,
      },
      files: { origins: [] },
      secureThread: { on: true, retentionDays: 30, allowedAddresses: [] },
      queueShards: 4,
      feedShards: 1,
      eventText: 'include',
      humanAgent: true,
      redaction: { patterns: [], onFailure: 'closed' },
      platformHosts: {},
      sla: {},
      routes: {},
      handoff: {
        expiresAfter: 'PT72H',
        aiMayOffer: false,
        publicLinks: false,
        linkAlone: true,
        language: 'en',
        words: {},
      },
    })
  })

  it.each([
    ['an object', { inlet: { stage: 'prod', retention: { feedDays: 7 } } }],
    ['an object as text', { inlet: '{"stage":"prod","retention":{"feedDays":7}}' }],
    ['flat keys', { 'inlet.stage': 'prod', 'inlet.retention.feedDays': '7' }],
    [
      'flat keys over an object',
      {
        inlet: { stage: 'dev', retention: { feedDays: 7 } },
        'inlet.stage': 'prod',
      },
    ],
  ])('read %s: this guarantees that cdk.json and the command line say the same', (_, context) => {
    const settings = readSettings(context, CHANNELS)
    expect(settings.stage).toBe('prod')
    expect(settings.retention).toEqual({ feedDays: 7, logsDays: 30 })
  })

  it.each([
    ['a misspelt key', { inlet: { stag: 'prod' } }, 'inlet: unknown key stag'],
    ['a misspelt flat key', { 'inlet.alarmMail': 'a@example.com' }, 'inlet: unknown key alarmMail'],
    ['a misspelt inner key', { inlet: { retention: { days: 1 } } }, 'inlet.retention: unknown key days'],
    ['a stage that no name can hold', { inlet: { stage: 'Prod!' } }, 'inlet.stage: expected 1 to 20'],
    ['a number out of range', { 'inlet.queueShards': '0' }, 'inlet.queueShards: '],
    ['a word for a number', { 'inlet.feedShards': 'two' }, 'inlet.feedShards: expected number, got "two"'],
    ['a log retention that does not exist', { 'inlet.retention.logsDays': '31' }, 'got 31'],
    [
      'an unknown channel',
      { 'inlet.channels.fax': 'true' },
      'inlet.channels.fax: expected one of whatsapp, sms',
    ],
    [
      'a channel that no name can be',
      { 'inlet.channels.Fax!': 'true' },
      'inlet.channels.Fax!: expected one of whatsapp, sms',
    ],
    ['a member of every object', { 'inlet.channels.constructor': 'true' }, 'inlet.channels.constructor: '],
    ['a channel half on', { 'inlet.channels.sms': '1' }, 'inlet.channels.sms: expected boolean, got 1'],
    [
      'topics of a channel without any',
      { inlet: { topics: { whatsapp: [TOPIC_ARN] } } },
      'inlet.topics.whatsapp: expected one of sms',
    ],
    [
      'a topic by name',
      { inlet: { topics: { sms: ['two-way'] } } },
      'inlet.topics.sms.0: expected the ARN of a standard SNS topic, got "two-way"',
    ],
    [
      'a FIFO topic',
      { inlet: { topics: { sms: [`${TOPIC_ARN}.fifo`] } } },
      'expected the ARN of a standard SNS topic',
    ],
    [
      'a queue for a topic',
      { inlet: { topics: { sms: [TOPIC_ARN.replace('sns', 'sqs')] } } },
      'expected the ARN of a standard SNS topic',
    ],
    ['an issuer alone', { 'inlet.auth.issuer': 'https://id.example.com' }, 'issuer and audience together'],
    [
      'an issuer without TLS',
      { inlet: { auth: { issuer: 'http://a.example', audience: ['x'] } } },
      'https URL',
    ],
    ['a public URL with a path', { 'inlet.publicUrl': 'https://a.example/x' }, 'without path'],
    ['a scope that does not exist', { inlet: { auth: { groupScopes: { a: ['root'] } } } }, 'got "root"'],
    [
      'a policy without a name',
      { 'inlet.sla.policies': '[{ "targets": {} }]' },
      'inlet.sla.policies.0.id: expected string, got nothing',
    ],
    [
      'a misspelt key of a policy',
      { inlet: { sla: { policies: [{ ...POLICY, warnsAt: [] }] } } },
      'inlet.sla.policies.0: unknown key warnsAt',
    ],
    [
      'a warning that no text can be',
      { inlet: { sla: { policies: [{ ...POLICY, warnAt: ['110%'] }] } } },
      'inlet.sla.policies.0.warnAt.0: expected 1% to 99%, or an ISO 8601 duration in hours, minutes and seconds such as PT5M, got "110%"',
    ],
    [
      'two policies of one name',
      { inlet: { sla: { policies: [POLICY, POLICY] } } },
      'inlet.sla.policies.1.id: expected each id once, got quick again after policies[0]',
    ],
    [
      'a policy with a calendar that is not there',
      { inlet: { sla: { policies: [{ ...POLICY, calendarId: 'office' }] } } },
      'inlet.sla.policies.0.calendarId: expected the id of a calendar (none is defined), got office',
    ],
    [
      'a policy for a channel that is not there',
      { inlet: { sla: { policies: [{ ...POLICY, selector: { channel: 'fax' } }] } } },
      'inlet.sla.policies.0.selector.channel: expected one of whatsapp, sms, got "fax"',
    ],
    [
      'rules that no deployment can carry',
      { inlet: { sla: { policies: Array.from({ length: 100 }, (_, n) => toLongPolicy(n)) } } },
      'inlet.sla: expected at most 100000 bytes, got ',
    ],
    [
      'a route of an unknown channel',
      { inlet: { routes: { fax: {} } } },
      'inlet.routes.fax: expected one of whatsapp, sms',
    ],
    [
      'a route of a visibility that the channel does not have',
      { 'inlet.routes.sms.public': '{ "on": false }' },
      'inlet.routes.sms.public: expected one of private',
    ],
    [
      'a misspelt key of a route',
      { 'inlet.routes.sms.private.off': 'true' },
      'inlet.routes.sms.private: unknown key off',
    ],
    [
      'a FIFO queue to route to',
      { inlet: { routes: { sms: { private: { targets: ['arn:aws:sqs:eu-west-1:123456789012:q.fifo'] } } } } },
      'inlet.routes.sms.private.targets.0: expected the ARN of a standard SQS queue, a standard SNS topic, a Lambda function or an event bus, got "arn:',
    ],
    [
      'more targets than a rule may have',
      { inlet: { routes: { sms: { private: { targets: Array.from({ length: 5 }, () => TOPIC_ARN) } } } } },
      'inlet.routes.sms.private.targets: ',
    ],
    ['a notice to nobody', { 'inlet.slaNoticeEmail': 'lead' }, 'inlet.slaNoticeEmail: '],
    [
      'a pattern that is none',
      toPatterns({ ...PATTERN, pattern: '(' }),
      'inlet.redaction.patterns.0.pattern: expected a regular expression (Invalid regular expression: /(/u: Unterminated group), got "("',
    ],
    [
      'a pattern that matches nothing',
      toPatterns({ ...PATTERN, pattern: 'K?' }),
      'inlet.redaction.patterns.0.pattern: expected a pattern that never matches the empty string, got "K?"',
    ],
    [
      'a pattern that matches an edge',
      toPatterns({ ...PATTERN, pattern: '\\b' }),
      'expected a pattern that never matches the empty string',
    ],
    ...['(a+)+$', '(a|a)*b', '(?:\\d+-?)+x', '([a-z]+,)+', '\\d+-\\d+', '(?<n>a)\\k<n>'].map(
      (pattern): [string, Record<string, unknown>, string] => [
        `the pattern ${pattern}, which may take longer than its text is`,
        toPatterns(PATTERN, { name: 'slow', pattern }),
        'inlet.redaction.patterns.1.pattern: expected a pattern that takes time in proportion to the text',
      ],
    ),
    ...['(?=.*b)a', '(?<=(?:a|a){20}c)a', '(?!(a))b', 'a(?=[)]b?)', '(?=a|b)c'].map(
      (pattern): [string, Record<string, unknown>, string] => [
        `the pattern ${pattern}, which looks around for longer than anybody counts`,
        toPatterns({ ...PATTERN, pattern }),
        'inlet.redaction.patterns.0.pattern: expected a pattern that looks ahead and behind at single characters only',
      ],
    ),
    [
      'two patterns of one name',
      toPatterns(PATTERN, PATTERN),
      'inlet.redaction.patterns.1.name: expected a name of its own, got "customer" again',
    ],
    [
      'a pattern named as what is always masked',
      toPatterns({ ...PATTERN, name: 'card' }),
      'inlet.redaction.patterns.0.name: expected another name than card, iban, unchecked, got "card"',
    ],
    [
      'a pattern that keeps too much',
      toPatterns({ ...PATTERN, keepLast: 5 }),
      'inlet.redaction.patterns.0.keepLast: ',
    ],
    [
      'patterns that no function can carry',
      toPatterns({ ...PATTERN, pattern: 'x'.repeat(1_500) }),
      'inlet.redaction: expected patterns of at most 1500 bytes together',
    ],
    ['a failure that is neither', { 'inlet.redaction.onFailure': 'ajar' }, 'inlet.redaction.onFailure: '],
    ['a list instead of an object', { inlet: [1] }, 'inlet: expected an object, got [1]'],
  ])('refuse %s: this guarantees that a mistake is told, not guessed at', (_, context, told) => {
    expect(messageOf(context)).toContain(told)
  })

  it('tell every mistake at once: this guarantees that nobody deploys five times', () => {
    const message = messageOf({ 'inlet.stage': 'X', 'inlet.queueShards': 'many', 'inlet.foo': '1' })
    expect(message.split('\n')).toHaveLength(4)
  })

  it.each([
    ['an object', { inlet: { topics: { sms: [TOPIC_ARN] } } }],
    ['a flat key', { 'inlet.topics.sms': JSON.stringify([TOPIC_ARN]) }],
  ])('take topics by %s: this guarantees that one that exists can be used', (_, context) => {
    expect(readSettings(context, CHANNELS).topics).toEqual({ sms: [TOPIC_ARN] })
  })

  it.each([
    ['an object', { inlet: { sla: { policies: [POLICY] } } }],
    ['a flat key', { 'inlet.sla.policies': JSON.stringify([POLICY]) }],
  ])('take policies by %s: this guarantees that a team sets its clocks with the deployment', (_, context) => {
    const { policies, calendars } = rulesOf(readSettings(context, CHANNELS))
    expect(policies).toMatchObject([{ ...POLICY, warnAt: ['80%'], countsAi: false }])
    expect(calendars).toEqual([])
  })

  it('bring the default policies where none are named: this guarantees that a fresh deploy has clocks', () => {
    expect(rulesOf(readSettings({}, CHANNELS))).toEqual(DEFAULT_RULES)
  })

  it('leave prototypes alone: this guarantees that a context key cannot reach into them', () => {
    expect(messageOf({ 'inlet.__proto__.polluted': '1' })).toContain('unknown key __proto__')
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it.each([
    ['prod', undefined, true],
    ['dev', undefined, false],
    ['prod-eu', true, true],
    ['prod', false, false],
  ])(
    'stage %s with retainData %s: this guarantees that production data outlives its stack',
    (stage, retainData, kept) => {
      const context = { inlet: { stage, ...(retainData === undefined ? {} : { retainData }) } }
      expect(retainsData(readSettings(context, CHANNELS))).toBe(kept)
    },
  )
})
