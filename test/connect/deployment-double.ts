import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readAwsRequest } from '../../infra/local/aws-front/aws-request.ts'
import { createSecretsService } from '../../infra/local/aws-front/secrets-service.ts'
import type { WebhookRequest } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'

export const TOPIC_ARN = 'arn:aws:sns:us-east-1:000000000000:inlet-sms'
const CHANNELS = ['facebook', 'whatsapp', 'twitter', 'sms']

/** A deployment as `connect` meets it: its description, its secrets, and webhooks that answer by the channels' own code. */
export type DeploymentDouble = {
  url: string
  webhookUrl: (channel: string) => string
  secretOf: (channel: string) => Record<string, string>
  putSecret: (channel: string, secret: Record<string, string>) => void
  /** Webhooks are out of order from now on, or whole again. */
  setWebhook: (state: 'whole' | 'refusing') => void
  playedBy: (baseUrls: Record<string, string>) => void
  stop: () => Promise<void>
}

export async function startDeploymentDouble(): Promise<DeploymentDouble> {
  const secrets = new Map<string, string>()
  let hosts: Record<string, string> = {}
  let state: 'whole' | 'refusing' = 'whole'
  const secretsService = createSecretsService({
    all: () => secrets,
    put: (id, value) => secrets.set(id, value),
  })
  const secretOf = (channel: string) => parse(secrets.get(toArn(channel)) ?? '{}')

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readAwsRequest(request)
    const [path = '', rawQuery = ''] = asked.path.split('?')
    const channel = findChannel(/^\/webhooks\/([a-z]+)$/.exec(path)?.[1] ?? '')
    if (asked.service === 'secretsmanager') {
      const answered = await secretsService(asked)
      if (answered.kind === 'answer') response.writeHead(answered.status, answered.headers).end(answered.body)
      return
    }
    if (path === '/local/deployment') {
      response.writeHead(200).end(JSON.stringify(describe()))
      return
    }
    if (channel === undefined || state === 'refusing') {
      response.writeHead(503).end()
      return
    }
    const webhook: WebhookRequest = {
      method: asked.method,
      headers: {},
      url: `${url}${path}`,
      rawQuery,
      body: asked.body,
    }
    const secret = secretOf(channel.manifest.name)
    const handshake = asked.method === 'GET' ? (channel.handshake?.(webhook, secret) ?? null) : null
    if (handshake?.kind === 'answered') response.writeHead(200).end(handshake.body)
    else
      response
        .writeHead(asked.method === 'POST' && channel.verify(webhook, secret).kind === 'verified' ? 200 : 401)
        .end()
  }

  function describe() {
    const { awsSms = null, ...platformHosts } = hosts
    const outputs = CHANNELS.flatMap((channel) => {
      const name = channel.charAt(0).toUpperCase() + channel.slice(1)
      return [
        [`WebhookUrl${name}`, `${url}/webhooks/${channel}`],
        [`SecretArn${name}`, toArn(channel)],
      ]
    })
    return {
      outputs: { ...Object.fromEntries(outputs), TopicArnSms: TOPIC_ARN },
      aws: { endpoint: url, region: 'us-east-1', accessKeyId: 'local', secretAccessKey: 'local' },
      platformHosts,
      smsVoiceUrl: awsSms,
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url,
    webhookUrl: (channel) => `${url}/webhooks/${channel}`,
    secretOf,
    putSecret: (channel, secret) => secrets.set(toArn(channel), JSON.stringify(secret)),
    setWebhook: (next) => {
      state = next
    },
    playedBy: (baseUrls) => {
      hosts = baseUrls
    },
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function toArn(channel: string): string {
  return `arn:aws:secretsmanager:us-east-1:000000000000:secret:${channel}-AbCdEf`
}

function parse(text: string): Record<string, string> {
  return JSON.parse(text) as Record<string, string>
}
