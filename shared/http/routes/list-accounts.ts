import * as z from 'zod'
import { AccountView } from '../../app/account-view.ts'
import { listAccounts } from '../../app/list-accounts.ts'
import { AccountHealth } from '../../domain/account.ts'
import { ChannelParameter } from '../channel-parameter.ts'
import { decodeCursor } from '../cursor.ts'
import { ACCOUNT_EXAMPLE, NO_NEXT_PAGE } from '../examples.ts'
import { CursorText, Limit, pageOf, toPageInfo } from '../pagination.ts'
import { defineRoute } from '../route.ts'

/** All accounts are in one partition. */
const ACCOUNTS = 'accounts'

const Query = z.strictObject({
  channel: ChannelParameter.optional(),
  health: AccountHealth.optional().meta({ description: 'Only accounts of this health.' }),
  limit: Limit,
  cursor: CursorText.optional(),
})

export const listAccountsRoute = defineRoute({
  method: 'GET',
  path: '/v1/accounts',
  scope: 'inbox:read',
  summary: 'List the accounts of the company, and whether messages pass',
  parameters: z.object({}),
  query: Query,
  response: pageOf(AccountView),
  documentation: {
    operationId: 'listAccounts',
    tag: 'Accounts',
    description:
      'An account appears with the first verified event that names it. `lastError` is the newest reason for which messages did not pass, `lastNotice` the newest thing that the platform said about the account. Times may be a minute old.',
    refusals: ['cursor_invalid'],
    example: { data: [ACCOUNT_EXAMPLE], page: NO_NEXT_PAGE },
  },
  handle: async ({ query: { limit, cursor, ...filter } }, { reader }) => {
    const scope = { list: 'accounts', filter, direction: 'asc' as const }
    const start = decodeCursor(scope, cursor)
    if (start.kind === 'refused') return start
    const { channel, health } = filter
    const position = start.last[ACCOUNTS] ?? null
    const page = await listAccounts(reader, { channel, health, position, limit })
    const positions = page.position === null ? null : { [ACCOUNTS]: page.position }
    return { kind: 'reply', body: { data: page.accounts, page: toPageInfo(scope, positions) } }
  },
})
