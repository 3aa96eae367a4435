import * as z from 'zod'
import { ContactView } from '../../app/contact-view.ts'
import { getContact } from '../../app/get-contact.ts'
import { CONTACT_EXAMPLE } from '../examples.ts'
import { ContactId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const getContactRoute = defineRoute({
  method: 'GET',
  path: '/v1/contacts/{id}',
  scope: 'inbox:read',
  summary: 'Read a contact, or the one it was merged into',
  parameters: z.object({ id: ContactId }),
  query: z.strictObject({}),
  response: ContactView,
  documentation: {
    operationId: 'getContact',
    tag: 'Contacts',
    description:
      'A person over all channels. The id of a merged contact answers with the one it was merged into.',
    refusals: ['not_found'],
    example: CONTACT_EXAMPLE,
  },
  handle: async ({ parameters: { id } }, { reader }) => {
    const outcome = await getContact(reader, id)
    return outcome.kind === 'refused' ? outcome : { kind: 'reply', body: outcome.view }
  },
})
