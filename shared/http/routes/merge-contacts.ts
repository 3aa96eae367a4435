import * as z from 'zod'
import { ContactView } from '../../app/contact-view.ts'
import { getContact } from '../../app/get-contact.ts'
import { mergeContacts } from '../../app/merge-contacts.ts'
import { CONTACT_EXAMPLE } from '../examples.ts'
import { ContactId } from '../resource-ids.ts'
import { defineRoute } from '../route.ts'

const Body = z.strictObject({
  into: ContactId.meta({ description: 'Who stays.' }),
  from: ContactId.meta({ description: 'Who becomes part of `into`.' }),
})

export const mergeContactsRoute = defineRoute({
  method: 'POST',
  path: '/v1/contacts/merge',
  scope: 'inbox:write',
  summary: 'Make two contacts one person',
  parameters: z.object({}),
  query: z.strictObject({}),
  body: Body,
  response: ContactView,
  documentation: {
    operationId: 'mergeContacts',
    tag: 'Contacts',
    description:
      'Answers with the contact that stays, which then shows identities, conversations and timeline of both. Nothing moves, so it can be undone. Merging what is merged already changes nothing.',
    refusals: [
      'contact_unknown',
      'merge_into_itself',
      'merge_cycle',
      'contact_already_merged',
      'contact_too_large',
    ],
    bodyExample: { into: CONTACT_EXAMPLE.id, from: 'ctc_7m5y3hoqkqbqgqjvgdkbqqzu7e' },
    example: CONTACT_EXAMPLE,
  },
  handle: async ({ body }, context) => {
    const outcome = await mergeContacts(context, body, context.request)
    if (outcome.kind === 'refused') return outcome
    const survivor = await getContact(context.reader, body.into)
    return survivor.kind === 'refused' ? survivor : { kind: 'reply', body: survivor.view }
  },
})
