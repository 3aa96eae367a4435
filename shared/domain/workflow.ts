import * as z from 'zod'
import { ConversationStatus, Priority } from './conversation.ts'

const Name = z.string().trim().min(1).max(200)
const Tag = z.string().trim().min(1).max(50)
const Tags = z.array(Tag).max(50)

/** What people may change of a conversation. What is left out stays as it is. */
export const WorkflowPatch = z.strictObject({
  status: ConversationStatus.optional(),
  assignee: Name.nullable().optional(),
  team: Name.nullable().optional(),
  priority: Priority.optional(),
  snoozedUntil: z.iso.datetime({ offset: true }).nullable().optional(),
  snoozedFor: z.enum(['customer', 'agent']).nullable().optional(),
  tags: z.strictObject({ add: Tags.optional(), remove: Tags.optional() }).optional(),
})
export type WorkflowPatch = z.infer<typeof WorkflowPatch>

/** Keeps a conversation far below the table's item limit. */
export const TAGS_MAX = 50
