import { createAcceptNotifications } from '../../shared/app/accept-notifications.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { createTopicEdge } from '../edge/topic-edge.ts'

/** The function behind one channel's topic. The stack bundles one for each channel in the registry that has a topic. */
export const createTopicHandler = (channel: Channel) => createTopicEdge(channel, createAcceptNotifications)
