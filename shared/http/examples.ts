import type { AccountView } from '../app/account-view.ts'
import type { ContactView } from '../app/contact-view.ts'
import type { ConversationView } from '../app/conversation-view.ts'
import type { MessageView, NoteView } from '../app/entry-view.ts'
import type { FeedEvent } from '../app/read-events.ts'
import type { UploadView } from '../app/media/upload-view.ts'
import type { TimelineLine } from '../app/timeline-view.ts'

/** What the documentation shows: a day in a shop's inbox. */
export const NO_NEXT_PAGE = { next: null, hasMore: false }

const CUSTOMER = { kind: 'contact', id: 'ctc_krclznapn4pzenci2tapef6ffy', name: 'Ada Vogel' } as const
const QUESTION = 'Is the blue lamp back in stock?'

export const CONVERSATION_EXAMPLE: ConversationView = {
  id: 'cnv_pludjloam2v5xlnn3q3xwwgm3w',
  channel: 'whatsapp',
  visibility: 'private',
  account: { id: '106540352242922', name: '+49 30 5550000' },
  contactId: CUSTOMER.id,
  status: 'open',
  snoozedUntil: null,
  snoozedFor: null,
  assignee: null,
  team: null,
  priority: 'normal',
  tags: [],
  lastMessage: { text: QUESTION, at: '2026-03-02T09:15:04.000Z', direction: 'inbound' },
  unread: 1,
  gap: false,
  deliveredUpTo: null,
  readUpTo: null,
  window: { open: true, closesAt: '2026-03-03T09:15:04.000Z' },
  sla: null,
  handoff: null,
  linked: [],
  seq: 1,
  createdAt: '2026-03-02T09:15:05.120Z',
  updatedAt: '2026-03-02T09:15:05.120Z',
}

export const MESSAGE_EXAMPLE: MessageView = {
  id: 'msg_pludjloam2v5xlnn3q3xwwgm3w_1',
  conversationId: CONVERSATION_EXAMPLE.id,
  seq: 1,
  revision: 1,
  at: '2026-03-02T09:15:05.120Z',
  actor: CUSTOMER,
  kind: 'message',
  direction: 'inbound',
  author: CUSTOMER,
  text: QUESTION,
  content: { type: 'text' },
  sentAt: '2026-03-02T09:15:04.000Z',
  providerId: 'wamid.HBgNNDkxNTU1MDAwMDAwMRUCABIYFDNBMEM4',
  late: false,
  attachments: [],
  outgoing: null,
  replyTo: null,
  reactions: [],
  editedAt: null,
  removedAt: null,
  hiddenAt: null,
  status: 'received',
  error: null,
  referral: null,
}

const AGENT = { kind: 'human', id: 'ada', name: 'Ada' } as const

export const QUEUED_EXAMPLE: MessageView = {
  ...MESSAGE_EXAMPLE,
  id: 'msg_pludjloam2v5xlnn3q3xwwgm3w_2',
  seq: 2,
  at: '2026-03-02T09:18:30.044Z',
  actor: AGENT,
  direction: 'outbound',
  author: AGENT,
  text: 'Yes, two are left. Shall I put one aside?',
  sentAt: '2026-03-02T09:18:30.044Z',
  providerId: null,
  outgoing: { quickReplies: [], template: null, rule: 'standard', expiresAt: '2026-03-03T09:15:04.000Z' },
  status: 'queued',
}

export const UPLOAD_EXAMPLE: UploadView = {
  id: 'att_6b3h4y2kq5zkq7w2mxfjw2t5vu',
  conversationId: CONVERSATION_EXAMPLE.id,
  type: 'image',
  name: 'blue-lamp.jpg',
  mimeType: 'image/jpeg',
  sizeBytes: 183_411,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  validUntil: '2026-03-03T09:18:02.310Z',
  upload: {
    method: 'PUT',
    url: 'https://files.example.com/uploads/cnv_pludjloam2v5xlnn3q3xwwgm3w/att_6b3h4y2kq5zkq7w2mxfjw2t5vu?X-Amz-Signature=fe5f80',
    headers: {
      'content-length': '183411',
      'content-type': 'image/jpeg',
      'if-none-match': '*',
      'x-amz-checksum-sha256': 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
    },
    validUntil: '2026-03-02T09:33:02.310Z',
  },
}

export const NOTE_EXAMPLE: NoteView = {
  id: 'msg_pludjloam2v5xlnn3q3xwwgm3w_3',
  conversationId: CONVERSATION_EXAMPLE.id,
  seq: 3,
  revision: 1,
  at: '2026-03-02T09:19:02.501Z',
  actor: AGENT,
  kind: 'note',
  text: 'One lamp is put aside until Friday.',
}

export const CONTACT_EXAMPLE: ContactView = {
  id: CUSTOMER.id,
  name: CUSTOMER.name,
  handle: null,
  identities: [
    {
      channel: 'whatsapp',
      scope: '-',
      externalId: '+4915550000001',
      optOuts: { '106540352242922': { at: '2026-02-11T18:02:00.000Z', by: 'platform', scope: 'marketing' } },
    },
  ],
  merged: [{ id: 'ctc_7m5y3hoqkqbqgqjvgdkbqqzu7e', at: '2026-03-02T09:20:41.310Z' }],
  conversations: [{ id: CONVERSATION_EXAMPLE.id }],
  hasMoreConversations: false,
  createdAt: '2026-02-11T17:59:12.044Z',
  updatedAt: '2026-03-02T09:15:05.120Z',
}

export const TIMELINE_EXAMPLE: TimelineLine = {
  ...MESSAGE_EXAMPLE,
  contactId: CUSTOMER.id,
  conversation: {
    id: CONVERSATION_EXAMPLE.id,
    channel: CONVERSATION_EXAMPLE.channel,
    visibility: CONVERSATION_EXAMPLE.visibility,
    account: CONVERSATION_EXAMPLE.account,
  },
}

export const ACCOUNT_EXAMPLE: AccountView = {
  channel: 'whatsapp',
  id: CONVERSATION_EXAMPLE.account.id,
  name: CONVERSATION_EXAMPLE.account.name,
  provider: 'meta',
  health: 'degraded',
  lastWebhookAt: '2026-03-02T09:15:05.120Z',
  lastSentAt: null,
  lastError: { code: 'phone_number_quality_changed', at: '2026-03-02T08:40:00.000Z' },
  lastNotice: {
    code: 'phone_number_quality_changed',
    detail: 'FLAGGED',
    at: '2026-03-02T08:40:00.000Z',
  },
}

export const EVENT_EXAMPLE: FeedEvent = {
  type: 'message.received',
  id: 'evt_jhq5yab3my74pon3fr3qi34d5w',
  version: 1,
  seq: 1,
  revision: 1,
  part: 1,
  occurredAt: '2026-03-02T09:15:05.120Z',
  channel: 'whatsapp',
  visibility: 'private',
  account: { channel: 'whatsapp', id: '106540352242922' },
  conversationId: CONVERSATION_EXAMPLE.id,
  contactId: CUSTOMER.id,
  actor: CUSTOMER,
  correlationId: 'env_mvtvc5rfpxruh2u3vcykbhkjp6',
  causationId: 'env_mvtvc5rfpxruh2u3vcykbhkjp6',
  data: {
    entryId: MESSAGE_EXAMPLE.id,
    direction: 'inbound',
    status: 'received',
    text: QUESTION,
    truncated: false,
    content: { type: 'text' },
    attachments: [],
    replyTo: null,
    providerId: 'wamid.HBgNNDkxNTU1MDAwMDAwMRUCABIYFDNBMEM4',
    sentAt: '2026-03-02T09:15:04.000Z',
    late: false,
  },
}
