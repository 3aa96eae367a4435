import { cancelHandoffRoute } from './routes/cancel-handoff.ts'
import { getHandoffReportRoute } from './routes/get-handoff-report.ts'
import { getHandoffRoute } from './routes/get-handoff.ts'
import { listHandoffsRoute } from './routes/list-handoffs.ts'
import { offerHandoffRoute } from './routes/offer-handoff.ts'
import type { Route } from './route.ts'
import { getCalendarsRoute, putCalendarsRoute } from './routes/calendars.ts'
import { getClocksRoute } from './routes/get-clocks.ts'
import { findContactsRoute } from './routes/find-contacts.ts'
import { getContactRoute } from './routes/get-contact.ts'
import { getAttachmentRoute } from './routes/get-attachment.ts'
import { getConversationRoute } from './routes/get-conversation.ts'
import { getMeRoute } from './routes/get-me.ts'
import { getReportRoute } from './routes/get-report.ts'
import { getOpenApiRoute } from './routes/get-openapi.ts'
import { listAccountsRoute } from './routes/list-accounts.ts'
import { listConversationsRoute } from './routes/list-conversations.ts'
import { listEntriesRoute } from './routes/list-entries.ts'
import { mergeContactsRoute } from './routes/merge-contacts.ts'
import { readEventsRoute } from './routes/read-events.ts'
import { readTimelineRoute } from './routes/read-timeline.ts'
import { announceAttachmentRoute } from './routes/announce-attachment.ts'
import { addNoteRoute } from './routes/add-note.ts'
import { getReplyOptionsRoute } from './routes/get-reply-options.ts'
import { markReadRoute } from './routes/mark-read.ts'
import { patchConversationRoute } from './routes/patch-conversation.ts'
import { simulatePoliciesRoute } from './routes/simulate-policies.ts'
import { getPoliciesRoute, putPoliciesRoute } from './routes/sla-policies.ts'
import { deleteReactionRoute, putReactionRoute } from './routes/set-reaction.ts'
import { showTypingRoute } from './routes/show-typing.ts'
import { startConversationRoute } from './routes/start-conversation.ts'
import { sendMessageRoute } from './routes/send-message.ts'
import { unmergeContactRoute } from './routes/unmerge-contact.ts'

/** Everything under `/v1`. */
export const ROUTES: readonly Route[] = [
  listConversationsRoute,
  startConversationRoute,
  getConversationRoute,
  listEntriesRoute,
  getAttachmentRoute,
  patchConversationRoute,
  getReplyOptionsRoute,
  sendMessageRoute,
  announceAttachmentRoute,
  addNoteRoute,
  markReadRoute,
  showTypingRoute,
  putReactionRoute,
  deleteReactionRoute,
  getClocksRoute,
  offerHandoffRoute,
  listHandoffsRoute,
  getHandoffRoute,
  cancelHandoffRoute,
  findContactsRoute,
  getContactRoute,
  readTimelineRoute,
  mergeContactsRoute,
  unmergeContactRoute,
  getPoliciesRoute,
  putPoliciesRoute,
  simulatePoliciesRoute,
  getCalendarsRoute,
  putCalendarsRoute,
  getReportRoute,
  getHandoffReportRoute,
  listAccountsRoute,
  getMeRoute,
  readEventsRoute,
  getOpenApiRoute,
]
