import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReplyDesk, type Place, type ReplyDesk } from '../support/reply-desk.ts'
import { startInbox, type TestInbox } from '../support/start-inbox.ts'

const WORDS = 'Yes, two are left.'

let inbox: TestInbox
let desk: ReplyDesk

beforeAll(async () => {
  inbox = await startInbox()
  desk = await openReplyDesk(inbox)
})
afterAll(() => inbox.stop())

type Case = {
  name: string
  place: Place
  /** The platform's own words for "send this", as its documentation has them. */
  toRequest: (of: { id: string; customer: string; answered: string; account: string }) => object
  /** As far as the platform tells. */
  status: 'sent' | 'delivered' | 'read'
}

const SENT = ['message.queued', 'message.sent']
const STORIES = {
  sent: SENT,
  delivered: [...SENT, 'message.delivered'],
  read: [...SENT, 'message.delivered', 'message.read'],
}

const CASES: Case[] = [
  {
    name: 'WhatsApp',
    place: { channel: 'whatsapp', visibility: 'private' },
    toRequest: ({ id, customer, account }) => ({
      method: 'POST',
      path: expect.stringMatching(new RegExp(`^/v\\d+\\.0/${account}/messages$`)),
      headers: expect.objectContaining({ authorization: 'Bearer ***' }),
      body: expect.objectContaining({
        messaging_product: 'whatsapp',
        to: expect.stringContaining(customer),
        type: 'text',
        text: expect.objectContaining({ body: WORDS }),
        biz_opaque_callback_data: id,
      }),
    }),
    status: 'read',
  },
  {
    name: 'Messenger',
    place: { channel: 'facebook', visibility: 'private' },
    toRequest: ({ id, customer, account }) => ({
      method: 'POST',
      path: expect.stringMatching(new RegExp(`^/v\\d+\\.0/${account}/messages$`)),
      headers: expect.objectContaining({ authorization: 'Bearer ***' }),
      body: expect.objectContaining({
        recipient: { id: customer },
        messaging_type: 'RESPONSE',
        message: { text: WORDS, metadata: id },
      }),
    }),
    status: 'read',
  },
  {
    name: 'a Facebook Page',
    place: { channel: 'facebook', visibility: 'public' },
    toRequest: ({ answered }) => ({
      method: 'POST',
      path: expect.stringMatching(new RegExp(`^/v\\d+\\.0/${answered}/comments$`)),
      headers: expect.objectContaining({ authorization: 'Bearer ***' }),
      body: expect.objectContaining({ message: WORDS }),
    }),
    status: 'sent',
  },
  {
    name: 'X direct messages',
    place: { channel: 'twitter', visibility: 'private' },
    toRequest: ({ customer }) => ({
      method: 'POST',
      path: `/2/dm_conversations/with/${customer}/messages`,
      headers: expect.objectContaining({ authorization: 'Bearer ***' }),
      body: { text: WORDS },
    }),
    status: 'sent',
  },
  {
    name: 'X posts',
    place: { channel: 'twitter', visibility: 'public' },
    toRequest: ({ answered }) => ({
      method: 'POST',
      path: '/2/tweets',
      headers: expect.objectContaining({ authorization: 'Bearer ***' }),
      body: { text: WORDS, reply: expect.objectContaining({ in_reply_to_tweet_id: answered }) },
    }),
    status: 'sent',
  },
  {
    name: 'SMS by Twilio',
    place: { channel: 'sms', visibility: 'private' },
    toRequest: ({ id, customer, account }) => ({
      method: 'POST',
      path: expect.stringMatching(/^\/2010-04-01\/Accounts\/AC[0-9a-f]{32}\/Messages\.json$/),
      headers: expect.objectContaining({ 'content-type': 'application/x-www-form-urlencoded' }),
      body: {
        To: customer,
        From: account,
        Body: WORDS,
        StatusCallback: `${inbox.url}/webhooks/sms?inlet=${id}`,
      },
    }),
    status: 'delivered',
  },
  {
    name: 'SMS by AWS',
    place: { channel: 'sms', visibility: 'private', provider: 'aws' },
    toRequest: ({ id, customer, account }) => ({
      method: 'POST',
      path: '/',
      headers: expect.objectContaining({ 'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage' }),
      body: expect.objectContaining({
        DestinationPhoneNumber: customer,
        OriginationIdentity: account,
        MessageBody: WORDS,
        Context: expect.toSatisfy((context: object) => Object.values(context).includes(id)),
      }),
    }),
    status: 'delivered',
  },
]

describe('an agent answers: this guarantees that', () => {
  it.each(CASES)(
    'on $name the reply reaches the platform in its own shape, and what becomes of it is told in order',
    async ({ place, toRequest, status }) => {
      const conversation = await desk.customerWrites(place, rootOf(place))
      const [asked] = await desk.entries(conversation.id)
      const before = (await desk.sent(place.channel)).length

      const posted = await desk.post(conversation.id, { text: WORDS })
      expect(posted).toMatchObject({
        status: 202,
        body: {
          kind: 'message',
          direction: 'outbound',
          status: 'queued',
          text: WORDS,
          actor: { kind: 'human' },
        },
      })
      const settled = await desk.message(posted.body, (message) => message.status === status)
      expect(settled).toMatchObject({ id: posted.body.id, status, error: null })
      expect(settled.providerId).toEqual(expect.any(String))

      const calls = (await desk.sent(place.channel)).slice(before)
      expect(calls.map(({ response }) => response?.status)).toEqual([expect.toSatisfy(isSuccess)])
      const answered = (asked?.kind === 'message' ? asked.providerId : null) ?? ''
      const customer = await customerOf(conversation.contactId)
      expect(calls[0]?.request).toMatchObject(
        toRequest({ id: posted.body.id, customer, answered, account: conversation.account.id }),
      )

      const told = await inbox.eventually(
        () => desk.story(posted.body),
        (events) => events.some(({ type }) => type === `message.${status}`),
      )
      // That it stopped the customer's clock rides on its acceptance.
      expect(told.map(({ type }) => type)).toContain('sla.fulfilled')
      const story = told.filter(({ type }) => type.startsWith('message.'))
      expect(story.map(({ type }) => type)).toEqual(STORIES[status])
      expect(story.map(({ revision }) => revision)).toEqual(STORIES[status].map((_, index) => index + 1))
      // Nothing of the platform's echo became a message of its own.
      expect((await desk.entries(conversation.id)).filter(({ kind }) => kind === 'message')).toHaveLength(2)
    },
  )
})

/** As the platform names them. */
async function customerOf(contactId: string): Promise<string> {
  const answer = await inbox.api.GET('/v1/contacts/{id}', { params: { path: { id: contactId } } })
  return answer.data?.identities[0]?.externalId ?? ''
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** What is public stands under a post of ours. */
function rootOf({ channel, visibility }: Place): { root?: string } {
  if (visibility === 'private') return {}
  return { root: channel === 'facebook' ? '770000000000010_122100000000000' : '1790000000000000001' }
}
