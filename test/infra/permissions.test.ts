import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleFunction, topicEntry, webhookEntry } from '../../infra/bundle.ts'
import type { FunctionEntry } from '../../infra/bundle.ts'
import type { Template } from '../../infra/checks/template.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'
import { functionOf, permissionsOf, POLLS_QUEUE } from './permissions.ts'
import { synthesize, WITH_TOPICS } from './synthesize.ts'

/** What a command needs. Here, a command that is not listed fails the test instead of failing in AWS. */
const ACTIONS: Readonly<Record<string, string>> = {
  AbortMultipartUploadCommand: 's3:AbortMultipartUpload',
  BatchGetCommand: 'dynamodb:BatchGetItem',
  ChangeMessageVisibilityCommand: 'sqs:ChangeMessageVisibility',
  CompleteMultipartUploadCommand: 's3:PutObject',
  CreateMultipartUploadCommand: 's3:PutObject',
  DecryptCommand: 'kms:Decrypt',
  DeleteObjectCommand: 's3:DeleteObject',
  DeleteObjectsCommand: 's3:DeleteObject',
  GenerateDataKeyCommand: 'kms:GenerateDataKey',
  GetCommand: 'dynamodb:GetItem',
  GetSecretValueCommand: 'secretsmanager:GetSecretValue',
  ListObjectsV2Command: 's3:ListBucket',
  PutCommand: 'dynamodb:PutItem',
  PutEventsCommand: 'events:PutEvents',
  PutObjectCommand: 's3:PutObject',
  QueryCommand: 'dynamodb:Query',
  SendMessageBatchCommand: 'sqs:SendMessage',
  SendMessageCommand: 'sqs:SendMessage',
  UploadPartCommand: 's3:PutObject',
  UpdateCommand: 'dynamodb:UpdateItem',
}
/** A transaction needs the permission of each of its parts. */
const PARTS: Readonly<Record<string, string>> = {
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
}
/** What is called without an SDK client, by what its source says. */
const SIGNED: Readonly<Record<string, string>> = {
  'PinpointSMSVoiceV2.': 'sms-voice:SendTextMessage',
  '/2015-03-31/functions/': 'lambda:InvokeFunction',
  '/s3/aws4_request': 's3:GetObject',
  "callBucket('PUT'": 's3:PutObject',
  "callBucket('DELETE'": 's3:DeleteObject',
}
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents']
const READS_STREAM = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
]
const KEEPS_FAILURES = ['s3:ListBucket', 's3:PutObject']

const SMS_CLIENT = 'PinpointSMSVoiceV2.'
/** The checks carry what `connect` would change, and what channels send, as data and never make those calls: so they may not. */
const MENDS = /^sms-voice:(Update|Create|Send)/

const CASES: [FunctionEntry, string[]][] = [
  ...CHANNELS.map(({ manifest }): [FunctionEntry, string[]] => [webhookEntry(manifest.name), LOGS]),
  ...CHANNELS.filter(({ manifest }) => manifest.topic !== null).map(
    ({ manifest }): [FunctionEntry, string[]] => [topicEntry(manifest.name), [...LOGS, ...POLLS_QUEUE]],
  ),
  [{ file: 'functions/ingest/index.ts' }, [...LOGS, ...POLLS_QUEUE]],
  [{ file: 'functions/deliver/index.ts' }, [...LOGS, ...POLLS_QUEUE]],
  [{ file: 'functions/outbox/index.ts' }, [...LOGS, ...READS_STREAM, ...KEEPS_FAILURES]],
  [{ file: 'functions/media/index.ts' }, LOGS],
  [{ file: 'functions/timers/index.ts' }, [...LOGS, ...POLLS_QUEUE]],
  [{ file: 'functions/timers/sweep.ts' }, LOGS],
  [{ file: 'functions/checks/index.ts' }, LOGS],
  [{ file: 'functions/timers/arm.ts' }, LOGS],
  [{ file: 'functions/rules/index.ts' }, LOGS],
  [{ file: 'functions/api/index.ts' }, LOGS],
  [{ file: 'functions/thread/index.ts' }, LOGS],
]

describe('permissions', () => {
  let template: Template
  let directory: string

  beforeAll(() => {
    template = synthesize(WITH_TOPICS, { checks: false }).template
    directory = mkdtempSync(join(tmpdir(), 'inlet-permissions-'))
  })
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true })
  })

  it.each(CASES)(
    'of $file are what its code and its trigger use: this guarantees that nothing is refused in AWS that ran here, and nothing is allowed in vain',
    (entry, forTrigger) => {
      const texts = bundleFunction(entry, directory).filter(isOurs).map(readSource)
      const parts = texts.flatMap(partsIn)
      const used = texts
        .flatMap((text) => actionsIn(text, parts))
        // The one service that is called without its SDK client: what nobody calls is data.
        .filter(
          (action) => !action.startsWith('sms-voice:') || texts.some((text) => text.includes(SMS_CLIENT)),
        )
        .filter((action) => entry.file !== 'functions/checks/index.ts' || !MENDS.test(action))
      const allowed = permissionsOf(template, functionOf(template, entry.file)).map(([action]) => action)
      expect([...new Set(allowed)].sort()).toEqual([...new Set([...used, ...forTrigger])].sort())
    },
  )
})

function isOurs(source: string): boolean {
  return source.startsWith('functions/') || source.startsWith('shared/')
}

function readSource(source: string): string {
  return source.includes('.generated.')
    ? ''
    : readFileSync(join(import.meta.dirname, '../..', source), 'utf8')
}

/** A transaction needs what its parts need, wherever in the bundle they are made. */
function actionsIn(text: string, parts: readonly string[]): string[] {
  const operations = [...text.matchAll(/kind: 'aws', operation: '(\w+)'|operation: '(\w+)', input/g)]
  const sent = operations.map(([, one, other]) => `sms-voice:${one ?? other ?? ''}`)
  const marked = Object.entries(SIGNED).flatMap(([mark, action]) => (text.includes(mark) ? [action] : []))
  return [...sent, ...marked, ...commandActionsIn(text, parts)]
}

function commandActionsIn(text: string, parts: readonly string[]): string[] {
  return [...text.matchAll(/new (\w+Command)\(/g)].flatMap(([, command = '']) => {
    if (command === 'TransactWriteCommand') return parts
    return ACTIONS[command] ?? [`unknown: ${command}`]
  })
}

function partsIn(text: string): string[] {
  return Object.entries(PARTS)
    .filter(([part]) => new RegExp(`\\b${part}: \\{`).test(text))
    .map(([, action]) => action)
}
