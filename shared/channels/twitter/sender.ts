import type { ChannelSender } from '../sender.ts'
import { handOver } from './hand-over.ts'
import { OAUTH1_KEYS } from './oauth1.ts'
import { toActionCall } from './send-action.ts'
import { readSendAnswer } from './send-answer.ts'
import { toSendCall } from './send-call.ts'
import { FILES } from './send-files.ts'
import { lookUpDirectMessage } from './send-look-up.ts'
import { REFUSALS } from './send-refusals.ts'
import { TOKEN_KEY, X_HOSTS } from './send-request.ts'

export const sender: ChannelSender = {
  credentialKeys: [[TOKEN_KEY], OAUTH1_KEYS],
  hosts: X_HOSTS,
  files: FILES,
  handOver,
  refusals: REFUSALS,
  toSendCall,
  readSendAnswer,
  toActionCall,
  lookUp: lookUpDirectMessage,
}
