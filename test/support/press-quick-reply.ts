import { randomUUID } from 'node:crypto'
import { wire } from '../../shared/channels/facebook/wire.ts'

/** A customer of Messenger presses the button of a private reply. */
export async function pressQuickReply(
  inboxUrl: string,
  { psid, payload }: { psid: string; payload: string },
): Promise<void> {
  const id = `m_${randomUUID()}`
  const text = { id, account: wire.account, customer: psid, name: '', text: 'Continue in private' }
  const press = { ...text, visibility: 'private', root: null, at: new Date() } as const
  const request = wire.toPressRequest?.(press, payload, inboxUrl)
  if (request === undefined) throw new Error('nobody plays Messenger')
  const { url, headers, body } = request
  const { status } = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) })
  if (status !== 200) throw new Error(`the press was answered ${status}`)
}
