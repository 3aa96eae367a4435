import * as z from 'zod'
import { ContactView } from '../../app/contact-view.ts'
import { getContact } from '../../app/get-contact.ts'
import { unmergeContact } from '../../app/unmerge-contact.ts'
import { CONTACT_EXAMPLE } from '../examples.ts'
import { ContactId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

export const unmergeContactRoute = defineRoute({
  method: 'POST',
  path: '/v1/contacts/{id}/unmerge',
  scope: 'inbox:write',
  summary: 'Make a merged contact stand on its own again',
  parameters: z.object({ id: ContactId }),
  query: z.strictObject({}),
  response: ContactView,
  documentation: {
    operationId: 'unmergeContact',
    tag: 'Contacts',
    description:
      'Answers with the contact of the path, which has again what it had before it was merged, and what it got since. Whoever was merged into it stays with it.',
    refusals: ['not_found', 'contact_not_merged'],
    example: CONTACT_EXAMPLE,
  },
  handle: async ({ parameters: { id } }, context) => {
    const outcome = await unmergeContact(context, id, context.request)
    if (outcome.kind === 'refused') return outcome
    const contact = await getContact(context.reader, id)
    return contact.kind === 'refused' ? contact : { kind: 'reply', body: contact.view }
  },
})
