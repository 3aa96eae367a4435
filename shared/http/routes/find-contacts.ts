import * as z from 'zod'
import { ContactView } from '../../app/contact-view.ts'
import { findContact } from '../../app/find-contact.ts'
import { ChannelParameter } from '../channel-parameter.ts'
import { decodeCursor } from '../cursor.ts'
import { CONTACT_EXAMPLE, NO_NEXT_PAGE } from '../examples.ts'
import { CursorText, Limit, pageOf } from '../pagination.ts'
import { defineRoute } from '../route.ts'

const PlatformId = z.string().min(1).max(200)

const Query = z.strictObject({
  channel: ChannelParameter,
  /** No platform's id begins with a space: it is the `+` of a phone number that nobody encoded. */
  externalId: PlatformId.transform((id) => id.replace(/^ (?=\d)/, '+')).meta({
    description: 'The id as the platform writes it; a phone number in E.164, its `+` encoded as `%2B`.',
    example: '+4915550000001',
  }),
  scope: PlatformId.default('-').meta({
    description: 'What makes the id unique: a Page id, a WABA id; `-` for phone numbers and X user ids.',
  }),
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
  documentation: {
    operationId: 'findContacts',
    tag: 'Contacts',
    description: 'A list of one contact or none.',
    refusals: ['cursor_invalid'],
    example: { data: [CONTACT_EXAMPLE], page: NO_NEXT_PAGE },
  },
  handle: async ({ query: { channel, externalId, scope, cursor } }, { reader }) => {
    const identity = { channel, externalId, scope }
    const start = decodeCursor({ list: 'contacts', filter: identity, direction: 'asc' }, cursor)
    if (start.kind === 'refused') return start
    const contact = await findContact(reader, identity)
    const page = { next: null, hasMore: false }
    return { kind: 'reply', body: { data: contact === null ? [] : [contact], page } }
  },
})
