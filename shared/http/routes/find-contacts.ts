import * as z from 'zod'
import { ContactView } from '../../app/contact-view.ts'
import { findContact } from '../../app/find-contact.ts'
import { ChannelName } from '../../domain/channel-name.ts'
import { decodeCursor } from '../cursor.ts'
import { CursorText, Limit, pageOf } from '../pagination.ts'
import { defineRoute } from '../route.ts'

const PlatformId = z.string().min(1).max(200)

const Query = z.strictObject({
  channel: ChannelName,
  /** No platform's id begins with a space: it is the `+` of a phone number that nobody encoded. */
  externalId: PlatformId.transform((id) => id.replace(/^ (?=\d)/, '+')),
  scope: PlatformId.default('-'),
  limit: Limit,
  cursor: CursorText.optional(),
})

export const findContactsRoute = defineRoute({
  method: 'GET',
  path: '/v1/contacts',
  scope: 'inbox:read',
  summary: 'Find the contact that a platform knows by an id',
  parameters: z.object({}),
  query: Query,
  response: pageOf(ContactView),
  handle: async ({ query: { channel, externalId, scope, cursor } }, { reader }) => {
    const identity = { channel, externalId, scope }
    const start = decodeCursor({ list: 'contacts', filter: identity, direction: 'asc' }, cursor)
    if (start.kind === 'refused') return start
    const contact = await findContact(reader, identity)
    const page = { next: null, hasMore: false }
    return { kind: 'reply', body: { data: contact === null ? [] : [contact], page } }
  },
})
