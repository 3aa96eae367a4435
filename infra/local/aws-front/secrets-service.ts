import { createHash } from 'node:crypto'
import * as z from 'zod'
import { errorAnswer, jsonAnswer, type Answer } from './answer.ts'
import type { AwsRequest } from './aws-request.ts'
import { parseJsonObject } from './json-body.ts'

const GetSecretValue = z.object({
  SecretId: z.string().min(1).max(2048),
  VersionId: z.string().optional(),
  VersionStage: z.string().optional(),
})

/** GetSecretValue over a map of ARN or name to value; nothing else, because nothing else may be asked by a function. */
export function createSecretsService(
  secrets: ReadonlyMap<string, string>,
): (request: AwsRequest) => Promise<Answer> {
  return async (request) => {
    if (request.action !== 'GetSecretValue') {
      return errorAnswer(
        request,
        'UnknownOperationException',
        `The local Secrets Manager knows GetSecretValue only, not ${request.action}.`,
      )
    }
    const input = GetSecretValue.safeParse(parseJsonObject(request.body.toString('utf8')))
    if (!input.success) {
      return errorAnswer(request, 'ValidationException', z.prettifyError(input.error))
    }
    const found = findSecret(secrets, input.data.SecretId)
    if (found === null) {
      return errorAnswer(
        request,
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      )
    }
    const stage = input.data.VersionStage ?? 'AWSCURRENT'
    const versionId = createHash('sha256').update(found.value).digest('hex')
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
