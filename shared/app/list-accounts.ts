import { type AccountView, toAccountView } from './account-view.ts'
import type { Account } from '../domain/account.ts'
import { ROWS_READ_MAX } from './page-limits.ts'
import type { InboxReader } from './ports.ts'

export type AccountsQuery = {
  channel: Account['channel'] | undefined
  health: Account['health'] | undefined
  /** The last account that an earlier page looked at. */
  position: string | null
  limit: number
}

export type AccountsPage = { accounts: AccountView[]; position: string | null }

/** Accounts by channel and id. `position` continues the list, null: nothing follows. */
export async function listAccounts(
  reader: Pick<InboxReader, 'accounts'>,
  { channel, health, position, limit }: AccountsQuery,
): Promise<AccountsPage> {
  const accounts: AccountView[] = []
  let after = position
  for (let rowsRead = 0; rowsRead < ROWS_READ_MAX;) {
    const page = await reader.accounts({ channel: channel ?? null, after, limit: limit + 1 })
    for (const { account, position: here } of page.rows) {
      if (accounts.length === limit) return { accounts, position: after }
      if (health === undefined || account.health === health) accounts.push(toAccountView(account))
      after = here
    }
    if (page.next === null) return { accounts, position: null }
    after = page.next
    rowsRead += limit + 1
  }
  return { accounts, position: after }
}
