import { createAcceptWebhook } from '../../shared/app/accept-webhook.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { createWebhookEdge } from '../edge/webhook-edge.ts'

/** The webhook function of one channel. The stack bundles one for each channel in the registry. */
export const createWebhookHandler = (channel: Channel) => createWebhookEdge(channel, createAcceptWebhook)
