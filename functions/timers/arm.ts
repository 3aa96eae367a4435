import { armConversation } from '../../shared/app/arm-conversation.ts'
import { createArmEdge } from '../edge/arm-edge.ts'

/** Arms what is due next where an event says that a clock has moved. */
export const handler = createArmEdge(armConversation)
