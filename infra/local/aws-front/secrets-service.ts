import { createHash } from 'node:crypto'
import * as z from 'zod'
import { errorAnswer, jsonAnswer, type Answer } from './answer.ts'
import type { AwsRequest } from './aws-request.ts'
import { parseJsonObject } from './json-body.ts'
import type { SecretStore } from './secret-store.ts'

const GetSecretValue = z.object({
  SecretId: z.string().min(1).max(2048),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
})

const PutSecretValue = z.object({
  SecretId: z.string().min(1).max(2048),
  SecretString: z.string().min(1).max(65_536),
  ClientRequestToken: z.string().optional(),
})

/** GetSecretValue, which functions ask, and PutSecretValue, which a person does; nothing else. */
export function createSecretsService(store: SecretStore): (request: AwsRequest) => Promise<Answer> {
  return async (request) => {
    if (request.action === 'PutSecretValue') return putSecretValue(store, request)
    if (request.action !== 'GetSecretValue') {
      return errorAnswer(
        request,
        'UnknownOperationException',
        `The local Secrets Manager knows GetSecretValue and PutSecretValue only, not ${request.action}.`,
      )
    }
    const input = GetSecretValue.safeParse(parseJsonObject(request.body.toString('utf8')))
    if (!input.success) {
      return errorAnswer(request, 'ValidationException', z.prettifyError(input.error))
    }
    const found = findSecret(store.all(), input.data.SecretId)
    if (found === null) return notFound(request)
    const stage = input.data.VersionStage ?? 'AWSCURRENT'
    const versionId = toVersionId(found.value)
    const wanted = input.data.VersionId ?? versionId
    if (stage !== 'AWSCURRENT' || wanted !== versionId) {
      return errorAnswer(
        request,
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for ${wanted === versionId ? `staging label: ${stage}` : `VersionId: ${wanted}`}`,
      )
    }
    return jsonAnswer(
      {
        ARN: found.id,
        Name: nameOfArn(found.id) ?? found.id,
        SecretString: found.value,
        VersionId: versionId,
        VersionStages: ['AWSCURRENT'],
      },
      request,
    )
  }
}

function putSecretValue(store: SecretStore, request: AwsRequest): Answer {
  const input = PutSecretValue.safeParse(parseJsonObject(request.body.toString('utf8')))
  if (!input.success) return errorAnswer(request, 'ValidationException', z.prettifyError(input.error))
  const found = findSecret(store.all(), input.data.SecretId)
  if (found === null) return notFound(request)
  store.put(found.id, input.data.SecretString)
  return jsonAnswer(
    {
      ARN: found.id,
      Name: nameOfArn(found.id) ?? found.id,
      VersionId: toVersionId(input.data.SecretString),
      VersionStages: ['AWSCURRENT'],
    },
    request,
  )
}

function notFound(request: AwsRequest): Answer {
  return errorAnswer(request, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
}

function toVersionId(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}

/** A secret kept under its ARN is found by its name too, and the other way round, as in AWS. */
function findSecret(secrets: ReadonlyMap<string, string>, id: string): { id: string; value: string } | null {
  const wantedName = nameOfArn(id) ?? id
  for (const [key, value] of secrets) {
    if (key === id || key === wantedName || nameOfArn(key) === wantedName) return { id: key, value }
  }
  return null
}

/** The name within a secret's ARN, without the six characters that Secrets Manager adds; null for anything else. */
function nameOfArn(id: string): string | null {
  const name = /^arn:[^:]+:secretsmanager:[^:]*:[^:]*:secret:(.+)$/.exec(id)?.[1]
  return name === undefined ? null : name.replace(/-[A-Za-z0-9]{6}$/, '')
}
