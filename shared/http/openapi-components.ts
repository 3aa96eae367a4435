import type * as z from 'zod'
import { AccountView } from '../app/account-view.ts'
import { ExplainedClock } from '../app/explained-clock.ts'
import { ContactView } from '../app/contact-view.ts'
import { ConversationView } from '../app/conversation-view.ts'
import { HandoffView } from '../app/handoff/handoff-view.ts'
import { ActivityView, AttachmentView, EntryView, MessageView, NoteView } from '../app/entry-view.ts'
import { UploadView } from '../app/media/upload-view.ts'
import { TimelineLine } from '../app/timeline-view.ts'
import { OptOut } from '../domain/contact.ts'
import { Content } from '../domain/content.ts'
import { Actor, Reaction } from '../domain/entry.ts'
import { Calendar } from '../domain/calendar/calendar.ts'
import { LedgerPiece } from '../domain/sla/ledger.ts'
import { ReportRow } from '../domain/sla/report.ts'
import { SlaPolicy } from '../domain/sla/policy.ts'
import { PageInfo } from './pagination.ts'
import { FieldError, Problem } from './problems.ts'
import { FeedEventView } from './routes/read-events.ts'

/** Schemas that the document names. What has no name is written where it is used. */
export const COMPONENTS: Readonly<Record<string, z.ZodType>> = {
  Conversation: ConversationView,
  Handoff: HandoffView,
  Entry: EntryView,
  Message: MessageView,
  Note: NoteView,
  Activity: ActivityView,
  Attachment: AttachmentView,
  AttachmentUpload: UploadView,
  Content,
  Reaction,
  Actor,
  Contact: ContactView,
  OptOut,
  TimelineLine,
  SlaPolicy,
  Calendar,
  Clock: ExplainedClock,
  LedgerPiece,
  ReportRow,
  Account: AccountView,
  Event: FeedEventView,
  PageInfo,
  Problem,
  FieldError,
}

/** What names and types of a component do not say: component → property (of any of its variants) → words. */
export const COMPONENT_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Conversation: {
    channel: 'The platform, by its name in the channel registry; `web` for a secure thread.',
    account: 'The identity of the company that the customer wrote to.',
    subject: 'What a public conversation is under: the first words of the post.',
    snoozedFor:
      'Whom it waits for: the customer, or an agent of ours. Either way it ends when the customer writes.',
    unread: 'Messages of the customer since the last outbound message or read mark.',
    gap: 'An event waits in the dead-letter queue: until it is redriven, the log misses a line.',
    deliveredUpTo: 'Everything sent up to then was delivered, where the platform says it so.',
    readUpTo:
      'Everything sent up to then was read; messages further back than 50 entries show it here alone.',
    window: 'Until when the platform takes free text; null where the channel has no such window.',
    seq: 'Number of entries in the log.',
  },
  AttachmentUpload: {
    sha256: 'Of the bytes, in hex: nothing else can be put up.',
    validUntil: 'Sent by then, or forgotten.',
    upload: 'The request that puts the bytes up, once: without a token, and with exactly these headers.',
  },
  Message: {
    at: 'When the inbox learned of it. The log is in this order.',
    sentAt: 'When the platform says that it was written.',
    text: 'What the customer wrote and nothing else; null where there are no words.',
    content: 'What kind of thing it is.',
    masked:
      'What stands masked (`•••• 4242`) in what was written: `card`, `iban`, names of the deployment’s patterns, or `unchecked` for a text too long to check. Absent where nothing was.',
    providerId: 'Id of the message at the platform.',
    late: 'The platform says that it was written before a message that is above it.',
    replyTo: 'The message that it answers; without `entryId` where that is not in this log.',
    removedAt: 'When its author took it back; its words are gone.',
    hiddenAt: 'Since when our side hides this public message from others.',
    outgoing:
      'Of what was sent through the inbox: its quick replies or template, the rule of the platform that it goes out under, until when, and on SMS how many segments it is billed as.',
    referral: 'The ad or link that brought the customer here.',
    revision: '1 = written; each change adds one.',
  },
  Attachment: {
    url: 'Where the stored file can be read; null until then. In a secure thread a path of this API, which wants a token; elsewhere a link that works for a quarter of an hour.',
    status: '`pending` until the file was fetched from the platform.',
  },
  Activity: {
    type: 'Type of the event that was published for it.',
    data: 'As in that event.',
  },
  Actor: {
    kind: '`external` typed in the app of the platform; `system` is the inbox itself.',
  },
  Contact: {
    identities:
      'How platforms name this person. `scope` is what makes an `externalId` unique: a Page id, a WABA id, `-` for phone numbers (E.164) and X user ids.',
    merged: 'Contacts that are part of this one, and since when.',
    hasMoreConversations: 'There are more conversations than are named here.',
  },
  SlaPolicy: {
    selector: 'For which conversations: those that have all of it. Empty: for every one.',
    targets: 'In open time of the calendar. A metric that is not named has no clock.',
    warnAt: 'In percent of the time there is, or as the open time that is left.',
    calendarId: 'Without it: always open.',
    countsAi: 'Whether the reply of an AI answers the customer.',
    countsReactions: 'Whether a reaction of the customer waits for an answer as their words do.',
    windowMargin: 'How long before the reply window of the platform closes an answer is due at the latest.',
    commentsMax: 'In public: so many messages of one author under one post may start a clock.',
    actions: 'What is done on a warning or a breach; each is a line of the log.',
    afterHours:
      'Sent once a session to a customer who writes while the calendar is closed. `{opensAt}` stands for when people are back. It is no answer: the clock runs on.',
  },
  Clock: {
    instance: 'Counts per conversation and metric: 1, 2, 3 …',
    policyVersion: 'Of the rules, policies and calendars together, that decided last.',
    dueAt: 'null while it is paused.',
    stoppedAt: 'When an answer, the closing or nothing left to answer ended it; null while it is open.',
    breachedAt: 'When it was due, however late that was noticed.',
    elapsedOpenMs: 'The sum of the running pieces of `ledger`.',
    elapsedWallMs: 'The sum of all of them.',
    entryId: 'What it waits for an answer to; of a resolution, the first line of the session.',
    byEntryId: 'What ended it.',
  },
  ReportRow: {
    key: 'Of the group; null: of no team, assignee or policy.',
    met: 'Stopped in time.',
    breached: 'Missed their target, whether or not anybody answered since.',
    cancelled: 'Ended before they were due without an answer being owed any more.',
    open: 'Still run: late, or their answer failed after all. Those that are late count as breached too.',
    withinTargetPercent: 'Of those that met or breached; null: there are none.',
    elapsedOpenMs: 'Of those that stopped; null: none did.',
  },
  LedgerPiece: {
    to: 'null: it goes on.',
    why: 'Of a pause: the status or snooze that it is for, or `closed` until the conversation was reopened.',
  },
  Calendar: {
    zone: 'Of the IANA database.',
    weekly: 'A weekday that is not named is closed.',
    exceptions: 'Dates with hours of their own; without intervals, closed.',
  },
  Account: {
    provider: 'Who carries the channel for this account.',
    health: '`unknown`: named by the platform, but nothing yet said whether messages pass.',
    lastError: 'The newest reason for which messages did not pass. It stays when they do again.',
    lastNotice: 'The newest thing that the platform said about the account.',
  },
  Event: {
    id: 'The same however often it is delivered.',
    version: 'Of the shape of `data`, per type.',
    seq: 'Number of the entry; null for what belongs to no conversation.',
    revision: 'Changes of that entry or contact: 1 = written.',
    part: 'Events of one change: 1, 2 …',
    data: 'By type and version: see the JSON Schema of the event.',
  },
  PageInfo: {
    next: 'Cursor of what follows.',
  },
  Problem: {
    type: 'A name, not an address.',
    instance: 'Path of the request.',
    requestId: 'The name of the request in the log of the inbox.',
    retryable: 'The same request may succeed later.',
    errors: 'Each wrong field.',
    entries: 'What the request did not know of yet.',
  },
  FieldError: {
    pointer: 'JSON Pointer into `{ headers, query, body }`.',
  },
}
