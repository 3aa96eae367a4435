import { checkAccounts } from '../../shared/app/connect/check-accounts.ts'
import { createChecksEdge } from '../edge/checks-edge.ts'

/** Looks at every connected account once a day. */
export const handler = createChecksEdge(checkAccounts)
