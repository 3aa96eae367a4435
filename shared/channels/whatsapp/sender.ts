import { GRAPH_HOSTS } from '../kit/graph-call.ts'
import type { ChannelSender } from '../sender.ts'
import { FILES } from './send-files.ts'
import { toActionCall } from './send-action.ts'
import { readSendAnswer } from './send-answer.ts'
import { TOKEN_KEY, toSendCall } from './send-call.ts'
import { REFUSALS } from './send-refusals.ts'

export const sender: ChannelSender = {
  credentialKeys: [[TOKEN_KEY]],
  hosts: GRAPH_HOSTS,
  files: FILES,
  handOver: null,
  refusals: REFUSALS,
  toSendCall,
  readSendAnswer,
  toActionCall,
  // There is no history to ask; every message is told of in a status.
  lookUp: null,
}
