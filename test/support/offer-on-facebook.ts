import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { pressQuickReply } from './press-quick-reply.ts'
import type { ReplyDesk } from './reply-desk.ts'
import type { TestInbox } from './start-inbox.ts'

const PrivateReply = z.object({
  recipient: z.object({ comment_id: z.string().optional(), post_id: z.string().optional() }),
  message: z.object({ quick_replies: z.array(z.object({ payload: z.string() })).optional() }),
})
const Text = z.object({ recipient: z.object({ id: z.string() }), message: z.object({ text: z.string() }) })

/** What a customer holds who was asked into a secure thread and tapped the button. */
export type FacebookOffer = {
  handoffId: string
  publicConversationId: string
  /** Path of the link that they got in Messenger. */
  link: string
  code: string
  /** Codes that they have got so far, oldest first. */
  codes: () => Promise<string[]>
}

/** A comment, an agent's offer, the Page's private reply, the customer's tap, and what Messenger brings them then. */
export async function offerOnFacebook(inbox: TestInbox, desk: ReplyDesk): Promise<FacebookOffer> {
  const { id } = await desk.customerWrites({ channel: 'facebook', visibility: 'public' })
  const before = (await desk.sent('facebook')).length
  const since = async (): Promise<Awaited<ReturnType<ReplyDesk['sent']>>> =>
    (await desk.sent('facebook')).slice(before)
  const answer = await fetch(`${inbox.url}/v1/conversations/${id}/handoffs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await desk.tokenOf('human')}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ target: { kind: 'secure_thread' }, reason: { code: 'account_data' } }),
  })
  if (answer.status !== 201) throw new Error(`not offered: ${await answer.text()}`)
  const offered = z.object({ id: z.string() }).parse(await answer.json())
  const asked = await inbox.eventually(
    async () => (await since()).find(({ request }) => PrivateReply.safeParse(toJson(request.body)).success),
    (call) => call !== undefined,
  )
  const reply = PrivateReply.parse(toJson(asked?.request.body))
  const psid = z.object({ recipient_id: z.string() }).parse(toJson(asked?.response?.body)).recipient_id
  await pressQuickReply(inbox.url, { psid, payload: reply.message.quick_replies?.[0]?.payload ?? '' })
  const texts = async (): Promise<string[]> =>
    (await since()).flatMap(({ request }) => {
      const call = Text.safeParse(toJson(request.body))
      return call.success && call.data.recipient.id === psid ? [call.data.message.text] : []
    })
  const find = async (pattern: RegExp): Promise<string[]> =>
    (await texts()).flatMap((text) => pattern.exec(text)?.[1] ?? [])
  const codes = () => find(/\b([0-9A-Z]{4}-[0-9A-Z]{4})\b/)
  const [code = ''] = await inbox.eventually(codes, (found) => found.length > 0)
  const [link = ''] = await find(/(\/t\/[A-Za-z0-9_-]{43})/)
  return { handoffId: offered.id, publicConversationId: id, link, code, codes }
}

function toJson(body: unknown): unknown {
  return typeof body === 'string' ? JSON.parse(body) : body
}
