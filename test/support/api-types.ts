/* eslint-disable max-lines -- made by `npm run documents` */
export interface paths {
  '/v1/conversations': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List conversations, by activity or by what is due
     * @description The queue of conversations. Filters are combined. While the inbox moves, a conversation may come on two pages; none is left out that did not move. By what is due, one whose clock moves between two pages stands where it is due now. Needs `inbox:read`.
     */
    get: operations['listConversations']
    put?: never
    /**
     * Write to a customer first
     * @description With a WhatsApp template or an SMS. Answers with the conversation, new or the one that there is with this customer, and with the queued `message`. Needs `inbox:write`.
     */
    post: operations['startConversation']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a conversation
     * @description One conversation as it is now. Its lines are under `/entries`. Needs `inbox:read`.
     */
    get: operations['getConversation']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /**
     * Change who works on a conversation, and how
     * @description A merge patch: what is left out stays, `null` takes away. `snoozedUntil` snoozes until then, or until the customer writes; `null` wakes. `tags` names what comes and what goes. All of it is done, or nothing; each thing that changes is a line of the log and an event. Needs `inbox:write`.
     */
    patch: operations['patchConversation']
    trace?: never
  }
  '/v1/conversations/{id}/entries': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read the log of a conversation
     * @description Messages, notes and activities of a conversation, numbered by `seq` 1, 2, 3 … without gaps. Needs `inbox:read`.
     */
    get: operations['listEntries']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/attachments/{attachmentId}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Download a file of a secure thread
     * @description The file as the customer sent it, to be saved and not to be shown. The `url` of an attachment leads here where the conversation is a secure thread, which is there for `inbox:secure` only; that it was read is told as for its words. Files of other conversations are at the links that `url` holds. Needs `inbox:read`.
     */
    get: operations['getAttachment']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/reply-options': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * What may be sent now, by whom, until when
     * @description The decision that `POST …/messages` will meet, and once more the moment of sending. What is closed says why, and what would open it. Needs `inbox:read`.
     */
    get: operations['getReplyOptions']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/messages': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Send a message to the customer
     * @description Stores the message as `queued` and answers with it; `status`, and the events of the entry, tell what becomes of it. What may be sent now is under `/reply-options`. `If-Match: "seq-41"` says that the author has seen the log up to 41: if the customer wrote since, nothing is sent. Needs `inbox:write`.
     */
    post: operations['sendMessage']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/attachments': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Put up a file, to send it
     * @description Answers with a request that puts up the bytes within a quarter of an hour. Then send the `id` in `attachments` of a message: in this conversation, by the same caller, within a day. What the platform takes is under `/reply-options`, kind `attachment`. Needs `inbox:write`.
     */
    post: operations['announceAttachment']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/notes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Add a note that only our side sees
     * @description A line of the log like any other, never sent to anybody. Needs `inbox:write`.
     */
    post: operations['addNote']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/read': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Mark what the customer wrote as read
     * @description Sets `unread` to 0. Where the platform shows customers that they were read, it is told, once and without a promise. Needs `inbox:write`.
     */
    post: operations['markRead']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/typing': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Show the customer that somebody is writing
     * @description For some seconds, or until the answer; the platform is told once and without a promise. On WhatsApp it marks as read too. Needs `inbox:write`.
     */
    post: operations['showTyping']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/entries/{entryId}/reaction': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    /**
     * React to what the customer wrote
     * @description The company has one reaction to a message: a new one takes the place of the old. The platform is told once; if it refuses, the reaction goes from the log again. Needs `inbox:write`.
     */
    put: operations['putReaction']
    post?: never
    /**
     * Take our reaction back
     * @description Where there is none, nothing changes. The platform is told once. Needs `inbox:write`.
     */
    delete: operations['deleteReaction']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/sla': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Explain the clocks of a conversation
     * @description Every clock of the session in the order in which they started, each with a ledger from its start to its end, or to now: time that counts (`running`), that a pause takes out, or in which nobody is there (`closed`). The running pieces add up to `elapsedOpenMs`, all of them to `elapsedWallMs`; the last one of an open clock has no `to` yet. Needs `inbox:read`.
     */
    get: operations['getClocks']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/conversations/{id}/handoffs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Ask the customer of a public conversation into private
     * @description Queues the offer and answers with the handoff; its state and the `handoff.*` events tell how far the customer has come. What is possible now is in `handoffTargets` of `/reply-options`. One handoff of a conversation is open at a time. Needs `inbox:write`.
     */
    post: operations['offerHandoff']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/handoffs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List handoffs, the newest offer first
     * @description Filters are combined; the list is a moment behind. Needs `inbox:read`.
     */
    get: operations['listHandoffs']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/handoffs/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * How far a customer has come
     * @description `reachedAt` says when each step was reached. The private conversation is named once they are there. Needs `inbox:read`.
     */
    get: operations['getHandoff']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/handoffs/{id}/cancel': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Take an offer back
     * @description Its links and codes lead nowhere from then on, and whoever comes with one is told. What the customer was sent stays with them. Needs `inbox:write`.
     */
    post: operations['cancelHandoff']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/contacts': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Find the contact that a platform knows by an id
     * @description A list of one contact or none. Needs `inbox:read`.
     */
    get: operations['findContacts']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/contacts/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read a contact, or the one it was merged into
     * @description A person over all channels. The id of a merged contact answers with the one it was merged into. Needs `inbox:read`.
     */
    get: operations['getContact']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/contacts/{id}/timeline': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read everything that happened with a person, over all conversations
     * @description The logs of all conversations of a contact, and of whoever was merged into it, as one list in the order of `at`; a conversation keeps its own order. Changes of the contact itself (merges, opt-outs, new identities) are activities without a conversation; a filter leaves them out. In a quiet history no line is left out or comes twice. Needs `inbox:read`.
     */
    get: operations['readTimeline']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/contacts/merge': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Make two contacts one person
     * @description Answers with the contact that stays, which then shows identities, conversations and timeline of both. Nothing moves, so it can be undone. Merging what is merged already changes nothing. Needs `inbox:write`.
     */
    post: operations['mergeContacts']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/contacts/{id}/unmerge': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Make a merged contact stand on its own again
     * @description Answers with the contact of the path, which has again what it had before it was merged, and what it got since. Whoever was merged into it stays with it. Needs `inbox:write`.
     */
    post: operations['unmergeContact']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/sla-policies': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read by which policies conversations are measured
     * @description In their order: a conversation goes by the first policy whose `selector` fits it. The deployment saves the first version; before that, `version` is 0, there is no policy, and nothing is measured. Needs `inbox:read`.
     */
    get: operations['getSlaPolicies']
    /**
     * Replace the policies
     * @description The whole list, in its order; calendars stay. It counts at once for whatever happens next; clocks that run keep their start and get a new due time within a minute. Every version is kept. What is so already makes no new one. `errors` names each mistake: among them a policy that is `never_reached`, an `unknown_calendar`, a target that is `never_due`. Needs `inbox:admin`.
     */
    put: operations['putSlaPolicies']
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/sla-policies/simulate': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Try policies on what has been
     * @description Plays the log of up to 500 conversations, whose clocks breached or ended in the period, under a draft: `simulated` beside what really became of them, both as the report has it and of the same conversations. `truncated`: there were more, or some have a log that is too long or not there any more. Saves nothing, so it needs no Idempotency-Key. Priorities, tags and assignments are played as they were: what the actions of the draft would have changed is not. A conversation that nothing was measured of is not played. Needs `inbox:admin`.
     */
    post: operations['simulateSlaPolicies']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/calendars': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read when teams are open
     * @description The calendars that policies name. Hours are those of the clock on the wall of `zone`, summer time included. `version` is that of the rules, policies and calendars together. Needs `inbox:read`.
     */
    get: operations['getCalendars']
    /**
     * Replace the calendars
     * @description The whole list; policies stay. An interval whose `to` is before its `from` ends on the next day. An exception replaces the hours of its date. A calendar that a policy still names must stay: change the policy first. `errors` names each mistake, such as `overlapping_intervals` and `unknown_zone`. Needs `inbox:admin`.
     */
    put: operations['putCalendars']
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/sla': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Report how well customers were answered
     * @description Of the clocks that started in the period, those that breached or ended, as they stand now; each row is one group and metric. Times are milliseconds: `elapsedOpenMs` as the clock counts, `elapsedSinceSentMs` by the wall and from when the platform says that the customer wrote. Percentiles are by nearest rank. With `Accept: text/csv` one line a row. Needs `inbox:read`.
     */
    get: operations['getSlaReport']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/reports/handoffs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Report how many customers came into private, and how long it took
     * @description Of the handoffs that were offered in the period, as they stand now. `abandoned`: the offer reached the customer, and they did not come. With `Accept: text/csv` one line a row. Needs `inbox:read`.
     */
    get: operations['getHandoffReport']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/accounts': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List the accounts of the company, and whether messages pass
     * @description An account appears with the first verified event that names it. `lastError` is the newest reason for which messages did not pass, `lastNotice` the newest thing that the platform said about the account. Times may be a minute old. Needs `inbox:read`.
     */
    get: operations['listAccounts']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/me': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Who the token says is calling, and what it allows
     * @description Needs no scope, so that somebody who may do nothing can see why. Any valid token.
     */
    get: operations['getMe']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/events': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Read the change feed, waiting for the next event if there is none
     * @description Every event of the event bus, each conversation in its order. `page.next` is there even when nothing follows: ask again with it. Delivery is at least once; `id` tells repetitions. Needs `inbox:read`.
     */
    get: operations['readEvents']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/v1/openapi.json': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * This description of the API
     * @description OpenAPI 3.1, made from the routes that answer. Any valid token.
     */
    get: operations['getOpenApi']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    Conversation: {
      id: string
      /** @description The platform, by its name in the channel registry; `web` for a secure thread. */
      channel: string
      /** @enum {string} */
      visibility: 'public' | 'private'
      /** @description The identity of the company that the customer wrote to. */
      account: {
        id: string
        name: string | null
      }
      contactId: string
      /** @enum {string} */
      status: 'open' | 'pending' | 'snoozed' | 'closed'
      snoozedUntil: string | null
      /** @description Whom it waits for: the customer, or an agent of ours. Either way it ends when the customer writes. */
      snoozedFor: ('customer' | 'agent') | null
      assignee: string | null
      team: string | null
      /** @enum {string} */
      priority: 'low' | 'normal' | 'high' | 'urgent'
      tags: string[]
      /** @description Messages of the customer since the last outbound message or read mark. */
      unread: number
      /** @description An event waits in the dead-letter queue: until it is redriven, the log misses a line. */
      gap: boolean
      /** @description Everything sent up to then was delivered, where the platform says it so. */
      deliveredUpTo: string | null
      /** @description Everything sent up to then was read; messages further back than 50 entries show it here alone. */
      readUpTo: string | null
      /** @description Number of entries in the log. */
      seq: number
      /** Format: date-time */
      createdAt: string
      /** Format: date-time */
      updatedAt: string
      /** @description What a public conversation is under: the first words of the post. */
      subject?: string
      lastMessage: {
        text: string | null
        /** Format: date-time */
        at: string
        /** @enum {string} */
        direction: 'inbound' | 'outbound'
      } | null
      /** @description Until when the platform takes free text; null where the channel has no such window. */
      window: {
        open: boolean
        closesAt: string | null
      } | null
      sla: {
        /** @enum {string} */
        state: 'running' | 'warning' | 'paused' | 'met' | 'breached'
        /** @enum {string} */
        metric: 'first_response' | 'next_response' | 'resolution'
        dueAt: string | null
      } | null
      handoff: {
        id: string
        /** Format: date-time */
        expiresAt: string
      } | null
      linked: {
        conversationId: string
        handoffId: string
      }[]
    }
    Handoff: {
      id: string
      /** @enum {string} */
      state: 'offered' | 'delivered' | 'opened' | 'verified' | 'completed' | 'expired' | 'declined'
      target:
        | {
            /** @constant */
            kind: 'same_platform'
          }
        | {
            /** @constant */
            kind: 'whatsapp'
            to?: string
          }
        | {
            /** @constant */
            kind: 'sms'
            to?: string
          }
        | {
            /** @constant */
            kind: 'secure_thread'
          }
      /** @enum {string} */
      verification: 'platform' | 'link' | 'tap_and_code' | 'code'
      /** @enum {string} */
      route: 'private_reply' | 'direct' | 'public_link'
      reason: {
        /** @enum {string} */
        code: 'account_data' | 'payment' | 'identity' | 'complaint' | 'other'
        text?: string
      }
      actor: components['schemas']['Actor']
      publicConversationId: string
      privateConversationId: string | null
      contactId: string
      /** Format: date-time */
      offeredAt: string
      /** Format: date-time */
      expiresAt: string
      reachedAt: {
        [key: string]: string
      }
      by: {
        /** @enum {string} */
        kind: 'customer' | 'agent' | 'platform'
        code: string | null
      } | null
    }
    Entry:
      components['schemas']['Message'] | components['schemas']['Note'] | components['schemas']['Activity']
    Message: {
      id: string
      conversationId: string
      seq: number
      /** @description 1 = written; each change adds one. */
      revision: number
      /**
       * Format: date-time
       * @description When the inbox learned of it. The log is in this order.
       */
      at: string
      actor: components['schemas']['Actor']
      /** @constant */
      kind: 'message'
      /** @enum {string} */
      direction: 'inbound' | 'outbound'
      /** @description What the customer wrote and nothing else; null where there are no words. */
      text: string | null
      /** @description What kind of thing it is. */
      content: components['schemas']['Content']
      /** @description What stands masked (`•••• 4242`) in what was written: `card`, `iban`, names of the deployment’s patterns, or `unchecked` for a text too long to check. Absent where nothing was. */
      masked?: string[]
      /**
       * Format: date-time
       * @description When the platform says that it was written.
       */
      sentAt: string
      /** @description Id of the message at the platform. */
      providerId: string | null
      /** @description The platform says that it was written before a message that is above it. */
      late: boolean
      /** @description The message that it answers; without `entryId` where that is not in this log. */
      replyTo: {
        entryId: string | null
        providerId: string
      } | null
      reactions: components['schemas']['Reaction'][]
      editedAt: string | null
      /** @description When its author took it back; its words are gone. */
      removedAt: string | null
      /** @enum {string} */
      status: 'received' | 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown'
      error: {
        code: string
        providerCode: string | null
        title: string
      } | null
      /** @description The ad or link that brought the customer here. */
      referral: {
        source: string | null
        sourceId: string | null
        url: string | null
        headline: string | null
        ref: string | null
      } | null
      /** @description Since when our side hides this public message from others. */
      hiddenAt: string | null
      author: components['schemas']['Actor']
      attachments: components['schemas']['Attachment'][]
      /** @description Of what was sent through the inbox: its quick replies or template, the rule of the platform that it goes out under, until when, and on SMS how many segments it is billed as. */
      outgoing: {
        quickReplies: {
          title: string
          payload: string
        }[]
        template: {
          name: string
          language: string
          parameters: string[]
        } | null
        /** @enum {string} */
        rule: 'standard' | 'human_agent'
        /** Format: date-time */
        expiresAt: string
        handoff?: {
          id: string
          /** @enum {string} */
          part: 'offer' | 'way' | 'announcement'
          link?: string
          privateReplyTo?: string
          /** @constant */
          messageLink?: true
        }
        segments?: {
          /** @enum {string} */
          encoding: 'gsm7' | 'ucs2'
          count: number
        }
      } | null
    }
    Note: {
      id: string
      conversationId: string
      seq: number
      revision: number
      /** Format: date-time */
      at: string
      actor: components['schemas']['Actor']
      /** @constant */
      kind: 'note'
      text: string
    }
    Activity: {
      id: string
      conversationId: string
      seq: number
      revision: number
      /** Format: date-time */
      at: string
      actor: components['schemas']['Actor']
      /** @constant */
      kind: 'activity'
      /**
       * @description Type of the event that was published for it.
       * @enum {string}
       */
      type:
        | 'message.received'
        | 'message.queued'
        | 'message.unknown'
        | 'message.sent'
        | 'message.delivered'
        | 'message.read'
        | 'message.failed'
        | 'message.edited'
        | 'message.removed'
        | 'message.reaction_changed'
        | 'message.hidden'
        | 'message.unhidden'
        | 'message.attachment_stored'
        | 'message.attachment_failed'
        | 'conversation.opened'
        | 'conversation.reopened'
        | 'conversation.status_changed'
        | 'conversation.assigned'
        | 'conversation.tagged'
        | 'conversation.priority_changed'
        | 'conversation.action_taken'
        | 'conversation.accessed'
        | 'note.added'
        | 'window.closing'
        | 'sla.started'
        | 'sla.paused'
        | 'sla.resumed'
        | 'sla.rescheduled'
        | 'sla.warning'
        | 'sla.breached'
        | 'sla.fulfilled'
        | 'sla.fulfilment_revoked'
        | 'sla.cancelled'
        | 'handoff.suggested'
        | 'handoff.offered'
        | 'handoff.delivered'
        | 'handoff.opened'
        | 'handoff.verified'
        | 'handoff.completed'
        | 'handoff.expired'
        | 'handoff.declined'
        | 'handoff.arrival_refused'
        | 'contact.created'
        | 'contact.opted_out'
        | 'contact.opted_in'
        | 'contact.identity_changed'
        | 'contact.merged'
        | 'contact.unmerged'
        | 'account.degraded'
        | 'account.recovered'
      /** @description As in that event. */
      data: {
        [key: string]: unknown
      }
    }
    Attachment: {
      id: string
      /** @enum {string} */
      type: 'image' | 'audio' | 'video' | 'file' | 'sticker' | 'location' | 'contact' | 'share'
      name: string | null
      mimeType: string | null
      sizeBytes: number | null
      /**
       * @description `pending` until the file was fetched from the platform.
       * @enum {string}
       */
      status: 'pending' | 'stored' | 'failed' | 'external'
      /** @description Where the stored file can be read; null until then. In a secure thread a path of this API, which wants a token; elsewhere a link that works for a quarter of an hour. */
      url: string | null
      failure?: {
        code: string
        title: string
      }
      sha256: string | null
    }
    AttachmentUpload: {
      /** @enum {string} */
      type: 'image' | 'audio' | 'video' | 'file' | 'sticker' | 'contact'
      name: string
      mimeType: string
      sizeBytes: number
      /** @description Of the bytes, in hex: nothing else can be put up. */
      sha256: string
      id: string
      conversationId: string
      /**
       * Format: date-time
       * @description Sent by then, or forgotten.
       */
      validUntil: string
      /** @description The request that puts the bytes up, once: without a token, and with exactly these headers. */
      upload: {
        /** @constant */
        method: 'PUT'
        url: string
        headers: {
          [key: string]: string
        }
        /** Format: date-time */
        validUntil: string
      }
    }
    Content:
      | {
          /** @constant */
          type: 'text'
        }
      | {
          /** @constant */
          type: 'media'
        }
      | {
          /** @constant */
          type: 'location'
          latitude: number
          longitude: number
          name: string | null
          address: string | null
          url: string | null
        }
      | {
          /** @constant */
          type: 'contacts'
          contacts: {
            name: string | null
            phones: string[]
            emails: string[]
          }[]
          requested: boolean
        }
      | {
          /** @constant */
          type: 'interactive'
          /** @enum {string} */
          kind:
            | 'button'
            | 'list'
            | 'quick_reply'
            | 'flow'
            | 'postback'
            | 'call_permission'
            | 'referral'
            | 'opt_in'
          payload: string | null
          description: string | null
        }
      | {
          /** @constant */
          type: 'template'
          name: string
          language: string
        }
      | {
          /** @constant */
          type: 'order'
          catalogId: string | null
          items: {
            productId: string
            quantity: number
            price: string
            currency: string
          }[]
        }
      | {
          /** @constant */
          type: 'review'
          rating: number | null
          ratingMax: number | null
          recommendation: ('positive' | 'negative') | null
        }
      | {
          /** @constant */
          type: 'unsupported'
          of: string
        }
    Reaction: {
      emoji: string
      by: components['schemas']['Actor']
      /** Format: date-time */
      at: string
    }
    Actor: {
      /**
       * @description `external` typed in the app of the platform; `system` is the inbox itself.
       * @enum {string}
       */
      kind: 'contact' | 'human' | 'ai' | 'automation' | 'external' | 'system'
      id: string | null
      name: string | null
    }
    Contact: {
      id: string
      name: string | null
      handle: string | null
      /** Format: date-time */
      createdAt: string
      /** Format: date-time */
      updatedAt: string
      /** @description How platforms name this person. `scope` is what makes an `externalId` unique: a Page id, a WABA id, `-` for phone numbers (E.164) and X user ids. */
      identities: {
        channel: string
        scope: string
        externalId: string
        optOuts?: {
          [key: string]: components['schemas']['OptOut']
        }
      }[]
      /** @description Contacts that are part of this one, and since when. */
      merged: {
        id: string
        /** Format: date-time */
        at: string
      }[]
      conversations: {
        id: string
      }[]
      /** @description There are more conversations than are named here. */
      hasMoreConversations: boolean
    }
    OptOut: {
      /** Format: date-time */
      at: string
      /** @enum {string} */
      by: 'keyword' | 'platform'
      /** @enum {string} */
      scope: 'all' | 'marketing' | 'none'
    }
    TimelineLine:
      | {
          id: string
          conversationId: string
          seq: number
          revision: number
          /** Format: date-time */
          at: string
          actor: components['schemas']['Actor']
          /** @constant */
          kind: 'message'
          /** @enum {string} */
          direction: 'inbound' | 'outbound'
          text: string | null
          content: components['schemas']['Content']
          masked?: string[]
          /** Format: date-time */
          sentAt: string
          providerId: string | null
          late: boolean
          replyTo: {
            entryId: string | null
            providerId: string
          } | null
          reactions: components['schemas']['Reaction'][]
          editedAt: string | null
          removedAt: string | null
          /** @enum {string} */
          status: 'received' | 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'unknown'
          error: {
            code: string
            providerCode: string | null
            title: string
          } | null
          referral: {
            source: string | null
            sourceId: string | null
            url: string | null
            headline: string | null
            ref: string | null
          } | null
          hiddenAt: string | null
          author: components['schemas']['Actor']
          attachments: components['schemas']['Attachment'][]
          outgoing: {
            quickReplies: {
              title: string
              payload: string
            }[]
            template: {
              name: string
              language: string
              parameters: string[]
            } | null
            /** @enum {string} */
            rule: 'standard' | 'human_agent'
            /** Format: date-time */
            expiresAt: string
            handoff?: {
              id: string
              /** @enum {string} */
              part: 'offer' | 'way' | 'announcement'
              link?: string
              privateReplyTo?: string
              /** @constant */
              messageLink?: true
            }
            segments?: {
              /** @enum {string} */
              encoding: 'gsm7' | 'ucs2'
              count: number
            }
          } | null
          contactId: string
          conversation: {
            id: string
            channel: string
            /** @enum {string} */
            visibility: 'public' | 'private'
            account: {
              id: string
              name: string | null
            }
          }
        }
      | {
          id: string
          conversationId: string
          seq: number
          revision: number
          /** Format: date-time */
          at: string
          actor: components['schemas']['Actor']
          /** @constant */
          kind: 'note'
          text: string
          contactId: string
          conversation: {
            id: string
            channel: string
            /** @enum {string} */
            visibility: 'public' | 'private'
            account: {
              id: string
              name: string | null
            }
          }
        }
      | {
          id: string
          conversationId: string | null
          seq: number | null
          revision: number
          /** Format: date-time */
          at: string
          actor: components['schemas']['Actor']
          /** @constant */
          kind: 'activity'
          /** @enum {string} */
          type:
            | 'message.received'
            | 'message.queued'
            | 'message.unknown'
            | 'message.sent'
            | 'message.delivered'
            | 'message.read'
            | 'message.failed'
            | 'message.edited'
            | 'message.removed'
            | 'message.reaction_changed'
            | 'message.hidden'
            | 'message.unhidden'
            | 'message.attachment_stored'
            | 'message.attachment_failed'
            | 'conversation.opened'
            | 'conversation.reopened'
            | 'conversation.status_changed'
            | 'conversation.assigned'
            | 'conversation.tagged'
            | 'conversation.priority_changed'
            | 'conversation.action_taken'
            | 'conversation.accessed'
            | 'note.added'
            | 'window.closing'
            | 'sla.started'
            | 'sla.paused'
            | 'sla.resumed'
            | 'sla.rescheduled'
            | 'sla.warning'
            | 'sla.breached'
            | 'sla.fulfilled'
            | 'sla.fulfilment_revoked'
            | 'sla.cancelled'
            | 'handoff.suggested'
            | 'handoff.offered'
            | 'handoff.delivered'
            | 'handoff.opened'
            | 'handoff.verified'
            | 'handoff.completed'
            | 'handoff.expired'
            | 'handoff.declined'
            | 'handoff.arrival_refused'
            | 'contact.created'
            | 'contact.opted_out'
            | 'contact.opted_in'
            | 'contact.identity_changed'
            | 'contact.merged'
            | 'contact.unmerged'
            | 'account.degraded'
            | 'account.recovered'
          data: {
            [key: string]: unknown
          }
          contactId: string
          conversation: {
            id: string
            channel: string
            /** @enum {string} */
            visibility: 'public' | 'private'
            account: {
              id: string
              name: string | null
            }
          } | null
        }
    SlaPolicy: {
      id: string
      /**
       * @description For which conversations: those that have all of it. Empty: for every one.
       * @default {}
       */
      selector: {
        channel?: string
        /** @enum {string} */
        visibility?: 'public' | 'private'
        account?: string
        /** @enum {string} */
        priority?: 'low' | 'normal' | 'high' | 'urgent'
        tag?: string
      }
      /** @description In open time of the calendar. A metric that is not named has no clock. */
      targets: {
        [key: string]: string
      }
      /**
       * @description In percent of the time there is, or as the open time that is left.
       * @default [
       *       "80%"
       *     ]
       */
      warnAt: string[]
      /** @description Without it: always open. */
      calendarId?: string
      /**
       * @description Whether the reply of an AI answers the customer.
       * @default false
       */
      countsAi: boolean
      /**
       * @description Whether a reaction of the customer waits for an answer as their words do.
       * @default false
       */
      countsReactions: boolean
      /**
       * @description How long before the reply window of the platform closes an answer is due at the latest.
       * @default PT30M
       */
      windowMargin: string
      /**
       * @description In public: so many messages of one author under one post may start a clock.
       * @default 3
       */
      commentsMax: number
      /**
       * @description What is done on a warning or a breach; each is a line of the log.
       * @default []
       */
      actions: {
        /** @enum {string} */
        on: 'warning' | 'breach'
        do:
          | {
              /** @enum {string} */
              setPriority: 'low' | 'normal' | 'high' | 'urgent'
            }
          | {
              assignTeam: string
            }
          | {
              addTag: string
            }
          | {
              /** @constant */
              notify: true
            }
      }[]
      /** @description Sent once a session to a customer who writes while the calendar is closed. `{opensAt}` stands for when people are back. It is no answer: the clock runs on. */
      afterHours?: {
        text: string
        /** @default en-GB */
        locale: string
      }
    }
    Calendar: {
      id: string
      /** @description Of the IANA database. */
      zone: string
      /** @description A weekday that is not named is closed. */
      weekly: {
        [key: string]: {
          from: string
          to: string
        }[]
      }
      /**
       * @description Dates with hours of their own; without intervals, closed.
       * @default []
       */
      exceptions: {
        date: string
        intervals: {
          from: string
          to: string
        }[]
        name?: string
      }[]
    }
    Clock: {
      /** @enum {string} */
      metric: 'first_response' | 'next_response' | 'resolution'
      /** @description Counts per conversation and metric: 1, 2, 3 … */
      instance: number
      /** @enum {string} */
      state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled'
      policyId: string | null
      /** @description Of the rules, policies and calendars together, that decided last. */
      policyVersion: number
      calendarId: string | null
      /** Format: date-time */
      startedAt: string
      /** @description null while it is paused. */
      dueAt: string | null
      /** @description When an answer, the closing or nothing left to answer ended it; null while it is open. */
      stoppedAt: string | null
      /** @description When it was due, however late that was noticed. */
      breachedAt: string | null
      /** @description The sum of the running pieces of `ledger`. */
      elapsedOpenMs: number
      /** @description The sum of all of them. */
      elapsedWallMs: number
      /** @description What it waits for an answer to; of a resolution, the first line of the session. */
      entryId: string
      /** @description What ended it. */
      byEntryId: string | null
      ledger: components['schemas']['LedgerPiece'][]
    }
    LedgerPiece: {
      /** Format: date-time */
      from: string
      /** @description null: it goes on. */
      to: string | null
      /** @enum {string} */
      state: 'running' | 'paused' | 'closed'
      /** @description Of a pause: the status or snooze that it is for, or `closed` until the conversation was reopened. */
      why?: string
    }
    ReportRow: {
      /** @description Of the group; null: of no team, assignee or policy. */
      key: string | null
      /** @enum {string} */
      metric: 'first_response' | 'next_response' | 'resolution'
      /** @description Stopped in time. */
      met: number
      /** @description Missed their target, whether or not anybody answered since. */
      breached: number
      /** @description Ended before they were due without an answer being owed any more. */
      cancelled: number
      /** @description Still run: late, or their answer failed after all. Those that are late count as breached too. */
      open: number
      /** @description Of those that met or breached; null: there are none. */
      withinTargetPercent: number | null
      /** @description Of those that stopped; null: none did. */
      elapsedOpenMs: {
        p50: number
        p90: number
        p95: number
        max: number
      } | null
      elapsedSinceSentMs: {
        p50: number
        p90: number
        p95: number
        max: number
      } | null
    }
    Account: {
      channel: string
      id: string
      name: string | null
      /** @description Who carries the channel for this account. */
      provider: string
      /**
       * @description `unknown`: named by the platform, but nothing yet said whether messages pass.
       * @enum {string}
       */
      health: 'healthy' | 'degraded' | 'unknown'
      lastWebhookAt: string | null
      lastSentAt: string | null
      /** @description The newest reason for which messages did not pass. It stays when they do again. */
      lastError: {
        code: string
        /** Format: date-time */
        at: string
      } | null
      /** @description The newest thing that the platform said about the account. */
      lastNotice: {
        code: string
        detail: string | null
        /** Format: date-time */
        at: string
      } | null
    }
    Event: {
      type: string
      /** @description The same however often it is delivered. */
      id: string
      /** @description Of the shape of `data`, per type. */
      version: number
      /** @description Number of the entry; null for what belongs to no conversation. */
      seq: number | null
      /** @description Changes of that entry or contact: 1 = written. */
      revision: number
      /** @description Events of one change: 1, 2 … */
      part: number
      /** Format: date-time */
      occurredAt: string
      channel: string | null
      visibility: ('public' | 'private') | null
      account: {
        channel: string
        id: string
      } | null
      conversationId: string | null
      contactId: string | null
      actor: components['schemas']['Actor']
      correlationId: string
      causationId: string
      /** @description By type and version: see the JSON Schema of the event. */
      data: {
        [key: string]: unknown
      }
    }
    PageInfo: {
      /** @description Cursor of what follows. */
      next: string | null
      hasMore: boolean
    }
    Problem: {
      /** @description A name, not an address. */
      type: string
      title: string
      status: number
      detail: string
      /** @description Path of the request. */
      instance: string
      /** @enum {string} */
      code:
        | 'validation_failed'
        | 'cursor_invalid'
        | 'idempotency_key_required'
        | 'unauthenticated'
        | 'access_token_required'
        | 'insufficient_scope'
        | 'author_not_allowed'
        | 'not_found'
        | 'method_not_allowed'
        | 'contact_already_merged'
        | 'contact_not_merged'
        | 'handoff_ended'
        | 'handoff_open'
        | 'idempotency_key_reused'
        | 'merge_cycle'
        | 'cursor_expired'
        | 'version_conflict'
        | 'body_too_large'
        | 'unsupported_media_type'
        | 'window_closed'
        | 'human_agent_only'
        | 'recipient_opted_out'
        | 'text_too_long'
        | 'attachment_type_unsupported'
        | 'attachment_too_large'
        | 'too_many_attachments'
        | 'text_beside_attachment'
        | 'attachment_unknown'
        | 'attachment_missing'
        | 'attachment_mismatch'
        | 'too_many_quick_replies'
        | 'private_data_in_public'
        | 'provider_unsupported'
        | 'channel_unsupported'
        | 'snooze_invalid'
        | 'too_many_tags'
        | 'handoff_not_public'
        | 'handoff_target_unreachable'
        | 'handoff_too_late'
        | 'private_reply_used'
        | 'reply_target_gone'
        | 'account_refused'
        | 'contact_too_large'
        | 'contact_unknown'
        | 'merge_into_itself'
        | 'report_too_large'
        | 'thread_ended'
        | 'timeline_too_long'
        | 'internal_error'
        | 'temporarily_unavailable'
      /** @description The name of the request in the log of the inbox. */
      requestId: string
      /** @description The same request may succeed later. */
      retryable: boolean
      retryAfterMs?: number
      /** @description Each wrong field. */
      errors?: components['schemas']['FieldError'][]
      /** @description What the request did not know of yet. */
      entries?: components['schemas']['Entry'][]
    }
    FieldError: {
      /** @description JSON Pointer into `{ headers, query, body }`. */
      pointer: string
      code: string
      detail: string
    }
    /** @description What the front door answers by itself. */
    GatewayError: {
      message: string
    }
  }
  responses: {
    /** @description `validation_failed`: The request does not fit the schema. `cursor_invalid`: The cursor does not belong to this request. */
    ValidationFailedOrCursorInvalid: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `unauthenticated`: The request names nobody. `access_token_required`: The token is not an access token. Or the front door says so in its own form. */
    UnauthenticatedOrAccessTokenRequired: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        /** @description How to name yourself. */
        'WWW-Authenticate'?: string
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
        /**
         * @example {
         *       "message": "Unauthorized"
         *     }
         */
        'application/json': components['schemas']['GatewayError']
      }
    }
    /** @description `insufficient_scope`: The token does not allow this. */
    InsufficientScope: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        /** @description Names the scope that is missing. */
        'WWW-Authenticate'?: string
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description Or the front door says so in its own form. */
    Status429: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        /**
         * @example {
         *       "message": "Too Many Requests"
         *     }
         */
        'application/json': components['schemas']['GatewayError']
      }
    }
    /** @description `internal_error`: Something is wrong on our side. Or the front door says so in its own form. */
    InternalError: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
        /**
         * @example {
         *       "message": "Internal Server Error"
         *     }
         */
        'application/json': components['schemas']['GatewayError']
      }
    }
    /** @description `temporarily_unavailable`: Try again shortly. Or the front door says so in its own form. */
    TemporarilyUnavailable: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        /** @description Seconds to wait. */
        'Retry-After'?: string
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
        /**
         * @example {
         *       "message": "Service Unavailable"
         *     }
         */
        'application/json': components['schemas']['GatewayError']
      }
    }
    /** @description `validation_failed`: The request does not fit the schema. `idempotency_key_required`: The request needs an idempotency key. */
    ValidationFailedOrIdempotencyKeyRequired: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `author_not_allowed`: The caller cannot write as this author. `insufficient_scope`: The token does not allow this. */
    AuthorNotAllowedOrInsufficientScope: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        /** @description Names the scope that is missing. */
        'WWW-Authenticate'?: string
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `idempotency_key_reused`: The idempotency key came with another body. */
    IdempotencyKeyReused: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `body_too_large`: The body is too large. Or the front door says so in its own form. */
    BodyTooLarge: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
        /**
         * @example {
         *       "message": "Request Entity Too Large"
         *     }
         */
        'application/json': components['schemas']['GatewayError']
      }
    }
    /** @description `unsupported_media_type`: The body is of a type that is not read here. */
    UnsupportedMediaType: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `window_closed`: The reply window of the platform has closed. `human_agent_only`: Only a person may still answer here. `recipient_opted_out`: The customer does not want messages here. `text_too_long`: The text is longer than the platform takes. `too_many_quick_replies`: The platform does not show so many quick replies. `attachment_type_unsupported`: The platform does not take files of this type. `attachment_too_large`: The platform does not take files of this size. `too_many_attachments`: The platform does not take so many files in one message. `text_beside_attachment`: The platform shows no text beside this file. `private_data_in_public`: Private data would be public. `provider_unsupported`: The account can be read here, not answered. `channel_unsupported`: The channel does not offer this. `reply_target_gone`: What this answers is not there. `account_refused`: The platform does not let the account send. `thread_ended`: The secure thread has ended. */
    WindowClosedOrHumanAgentOnlyOrRecipientOptedOutOrTextTooLongOrTooManyQuickRepliesOrAttachmentTypeUnsupportedOrAttachmentTooLargeOrTooManyAttachmentsOrTextBesideAttachmentOrPrivateDataInPublicOrProviderUnsupportedOrChannelUnsupportedOrReplyTargetGoneOrAccountRefusedOrThreadEnded: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `validation_failed`: The request does not fit the schema. */
    ValidationFailed: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `not_found`: Not found. */
    NotFound: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `version_conflict`: There is something newer. */
    VersionConflict: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `snooze_invalid`: A conversation cannot be snoozed like this. `too_many_tags`: The conversation would have too many tags. `thread_ended`: The secure thread has ended. */
    SnoozeInvalidOrTooManyTagsOrThreadEnded: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `attachment_unknown`: The message names a file that was not announced. `attachment_missing`: The file was not put up yet. `attachment_mismatch`: The file is not what it was said to be. `window_closed`: The reply window of the platform has closed. `human_agent_only`: Only a person may still answer here. `recipient_opted_out`: The customer does not want messages here. `text_too_long`: The text is longer than the platform takes. `too_many_quick_replies`: The platform does not show so many quick replies. `attachment_type_unsupported`: The platform does not take files of this type. `attachment_too_large`: The platform does not take files of this size. `too_many_attachments`: The platform does not take so many files in one message. `text_beside_attachment`: The platform shows no text beside this file. `private_data_in_public`: Private data would be public. `provider_unsupported`: The account can be read here, not answered. `channel_unsupported`: The channel does not offer this. `reply_target_gone`: What this answers is not there. `account_refused`: The platform does not let the account send. `thread_ended`: The secure thread has ended. */
    AttachmentUnknownOrAttachmentMissingOrAttachmentMismatchOrWindowClosedOrHumanAgentOnlyOrRecipientOptedOutOrTextTooLongOrTooManyQuickRepliesOrAttachmentTypeUnsupportedOrAttachmentTooLargeOrTooManyAttachmentsOrTextBesideAttachmentOrPrivateDataInPublicOrProviderUnsupportedOrChannelUnsupportedOrReplyTargetGoneOrAccountRefusedOrThreadEnded: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `channel_unsupported`: The channel does not offer this. */
    ChannelUnsupported: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `window_closed`: The reply window of the platform has closed. `recipient_opted_out`: The customer does not want messages here. `provider_unsupported`: The account can be read here, not answered. `channel_unsupported`: The channel does not offer this. `reply_target_gone`: What this answers is not there. `account_refused`: The platform does not let the account send. */
    WindowClosedOrRecipientOptedOutOrProviderUnsupportedOrChannelUnsupportedOrReplyTargetGoneOrAccountRefused: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `channel_unsupported`: The channel does not offer this. `account_refused`: The platform does not let the account send. */
    ChannelUnsupportedOrAccountRefused: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `handoff_open`: Another handoff is under way. `idempotency_key_reused`: The idempotency key came with another body. */
    HandoffOpenOrIdempotencyKeyReused: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `handoff_not_public`: Only a public conversation can be handed over. `handoff_target_unreachable`: The customer cannot be asked there. `handoff_too_late`: The platform gives no private answer any more. `private_reply_used`: The platform gave its one private answer already. `private_data_in_public`: Private data would be public. `recipient_opted_out`: The customer does not want messages here. `text_too_long`: The text is longer than the platform takes. `reply_target_gone`: What this answers is not there. `account_refused`: The platform does not let the account send. `provider_unsupported`: The account can be read here, not answered. `channel_unsupported`: The channel does not offer this. */
    HandoffNotPublicOrHandoffTargetUnreachableOrHandoffTooLateOrPrivateReplyUsedOrPrivateDataInPublicOrRecipientOptedOutOrTextTooLongOrReplyTargetGoneOrAccountRefusedOrProviderUnsupportedOrChannelUnsupported: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `handoff_ended`: The handoff has ended. */
    HandoffEnded: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `timeline_too_long`: There are too many conversations for one timeline. */
    TimelineTooLong: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `merge_cycle`: The contacts are merged the other way round. `contact_already_merged`: The contact is part of another one. */
    MergeCycleOrContactAlreadyMerged: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `contact_unknown`: The body names a contact that does not exist. `merge_into_itself`: A contact cannot be merged into itself. `contact_too_large`: Too many contacts would be one. */
    ContactUnknownOrMergeIntoItselfOrContactTooLarge: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `contact_not_merged`: The contact is part of no other one. */
    ContactNotMerged: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `report_too_large`: There are too many clocks for one report. */
    ReportTooLarge: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
    /** @description `cursor_expired`: The cursor is older than what is kept. */
    CursorExpired: {
      headers: {
        'x-request-id': components['headers']['RequestId']
        [name: string]: unknown
      }
      content: {
        'application/problem+json': components['schemas']['Problem']
      }
    }
  }
  parameters: never
  requestBodies: never
  headers: {
    /** @description Names the request in the log. */
    RequestId: string
  }
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  listConversations: {
    parameters: {
      query?: {
        /** @description Without it: every status. */
        status?: 'open' | 'pending' | 'snoozed' | 'closed'
        /**
         * @description A channel of this inbox, or `web`.
         * @example whatsapp
         */
        channel?: string
        /** @description Only public, or only private ones. */
        visibility?: 'public' | 'private'
        /** @description Id of the account that the customer wrote to. */
        account?: string
        /** @description Who it is assigned to. */
        assignee?: string
        /** @description The team it is assigned to. */
        team?: string
        /** @description A tag that it bears. */
        tag?: string
        /** @description State of `sla`, the open clock that is due first; where none is open, of the one that stopped last. */
        slaState?: 'running' | 'warning' | 'paused' | 'met' | 'breached'
        /** @description `activity`: what was said last comes first. `due`: only what is owed an answer or an end by a time, what is due first (or overdue the longest) first. */
        sort?: 'activity' | 'due'
        /** @description How many at most. A filtered page may be shorter and still have a next one. */
        limit?: number
        /** @description `page.next` of an earlier answer to the same question. Opaque; another filter or order refuses it. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *           "channel": "whatsapp",
           *           "visibility": "private",
           *           "account": {
           *             "id": "106540352242922",
           *             "name": "+49 30 5550000"
           *           },
           *           "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *           "status": "open",
           *           "snoozedUntil": null,
           *           "snoozedFor": null,
           *           "assignee": null,
           *           "team": null,
           *           "priority": "normal",
           *           "tags": [],
           *           "lastMessage": {
           *             "text": "Is the blue lamp back in stock?",
           *             "at": "2026-03-02T09:15:04.000Z",
           *             "direction": "inbound"
           *           },
           *           "unread": 1,
           *           "gap": false,
           *           "deliveredUpTo": null,
           *           "readUpTo": null,
           *           "window": {
           *             "open": true,
           *             "closesAt": "2026-03-03T09:15:04.000Z"
           *           },
           *           "sla": null,
           *           "handoff": null,
           *           "linked": [],
           *           "seq": 1,
           *           "createdAt": "2026-03-02T09:15:05.120Z",
           *           "updatedAt": "2026-03-02T09:15:05.120Z"
           *         }
           *       ],
           *       "page": {
           *         "next": null,
           *         "hasMore": false
           *       }
           *     }
           */
          'application/json': {
            data: components['schemas']['Conversation'][]
            page: components['schemas']['PageInfo']
          }
        }
      }
      400: components['responses']['ValidationFailedOrCursorInvalid']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  startConversation: {
    parameters: {
      query?: never
      header: {
        /**
         * @description A new one for every wish, the same when it is repeated. For seven days the same caller, path, key and body get the first answer again, and nothing is done twice.
         * @example 6f1b8c1e-6d0c-4f0e-9a55-0f6f3b1a9d11
         */
        'Idempotency-Key': string
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "account": {
         *         "channel": "whatsapp",
         *         "id": "106540352242922"
         *       },
         *       "to": "+49 1555 0000001",
         *       "message": {
         *         "template": {
         *           "name": "order_ready",
         *           "language": "en",
         *           "parameters": [
         *             "Ada"
         *           ]
         *         }
         *       }
         *     }
         */
        'application/json': {
          account: {
            /**
             * @description A channel of this inbox, or `web`.
             * @example whatsapp
             */
            channel: string
            id: string
          }
          /** @description Phone number of the customer, with + and country code. */
          to: string
          message: {
            text?: string
            quickReplies?: {
              title: string
              payload: string
            }[]
            template?: {
              name: string
              language: string
              /** @default [] */
              parameters?: string[]
            }
            /** @description Who wrote it, where that is less than the caller is: a person sends what an AI wrote. */
            author?: {
              /** @enum {string} */
              kind: 'human' | 'ai' | 'automation'
            }
          }
        }
      }
    }
    responses: {
      /** @description It is stored, and on its way. */
      202: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description `true`: this request was done before, and this is what it was answered. */
          'Idempotent-Replayed'?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "channel": "whatsapp",
           *       "visibility": "private",
           *       "account": {
           *         "id": "106540352242922",
           *         "name": "+49 30 5550000"
           *       },
           *       "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "status": "open",
           *       "snoozedUntil": null,
           *       "snoozedFor": null,
           *       "assignee": null,
           *       "team": null,
           *       "priority": "normal",
           *       "tags": [],
           *       "lastMessage": {
           *         "text": null,
           *         "at": "2026-03-02T09:18:30.044Z",
           *         "direction": "outbound"
           *       },
           *       "unread": 0,
           *       "gap": false,
           *       "deliveredUpTo": null,
           *       "readUpTo": null,
           *       "window": {
           *         "open": false,
           *         "closesAt": null
           *       },
           *       "sla": null,
           *       "handoff": null,
           *       "linked": [],
           *       "seq": 1,
           *       "createdAt": "2026-03-02T09:15:05.120Z",
           *       "updatedAt": "2026-03-02T09:15:05.120Z",
           *       "message": {
           *         "id": "msg_pludjloam2v5xlnn3q3xwwgm3w_1",
           *         "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *         "seq": 1,
           *         "revision": 1,
           *         "at": "2026-03-02T09:18:30.044Z",
           *         "actor": {
           *           "kind": "human",
           *           "id": "ada",
           *           "name": "Ada"
           *         },
           *         "kind": "message",
           *         "direction": "outbound",
           *         "author": {
           *           "kind": "human",
           *           "id": "ada",
           *           "name": "Ada"
           *         },
           *         "text": null,
           *         "content": {
           *           "type": "template",
           *           "name": "order_ready",
           *           "language": "en"
           *         },
           *         "sentAt": "2026-03-02T09:18:30.044Z",
           *         "providerId": null,
           *         "late": false,
           *         "attachments": [],
           *         "outgoing": {
           *           "quickReplies": [],
           *           "template": {
           *             "name": "order_ready",
           *             "language": "en",
           *             "parameters": [
           *               "Ada"
           *             ]
           *           },
           *           "rule": "standard",
           *           "expiresAt": "2026-03-03T09:18:30.044Z"
           *         },
           *         "replyTo": null,
           *         "reactions": [],
           *         "editedAt": null,
           *         "removedAt": null,
           *         "hiddenAt": null,
           *         "status": "queued",
           *         "error": null,
           *         "referral": null
           *       }
           *     }
           */
          'application/json': {
            id: string
            channel: string
            /** @enum {string} */
            visibility: 'public' | 'private'
            account: {
              id: string
              name: string | null
            }
            contactId: string
            /** @enum {string} */
            status: 'open' | 'pending' | 'snoozed' | 'closed'
            snoozedUntil: string | null
            snoozedFor: ('customer' | 'agent') | null
            assignee: string | null
            team: string | null
            /** @enum {string} */
            priority: 'low' | 'normal' | 'high' | 'urgent'
            tags: string[]
            unread: number
            gap: boolean
            deliveredUpTo: string | null
            readUpTo: string | null
            seq: number
            /** Format: date-time */
            createdAt: string
            /** Format: date-time */
            updatedAt: string
            subject?: string
            lastMessage: {
              text: string | null
              /** Format: date-time */
              at: string
              /** @enum {string} */
              direction: 'inbound' | 'outbound'
            } | null
            window: {
              open: boolean
              closesAt: string | null
            } | null
            sla: {
              /** @enum {string} */
              state: 'running' | 'warning' | 'paused' | 'met' | 'breached'
              /** @enum {string} */
              metric: 'first_response' | 'next_response' | 'resolution'
              dueAt: string | null
            } | null
            handoff: {
              id: string
              /** Format: date-time */
              expiresAt: string
            } | null
            linked: {
              conversationId: string
              handoffId: string
            }[]
            message: components['schemas']['Message']
          }
        }
      }
      400: components['responses']['ValidationFailedOrIdempotencyKeyRequired']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['AuthorNotAllowedOrInsufficientScope']
      409: components['responses']['IdempotencyKeyReused']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['WindowClosedOrHumanAgentOnlyOrRecipientOptedOutOrTextTooLongOrTooManyQuickRepliesOrAttachmentTypeUnsupportedOrAttachmentTooLargeOrTooManyAttachmentsOrTextBesideAttachmentOrPrivateDataInPublicOrProviderUnsupportedOrChannelUnsupportedOrReplyTargetGoneOrAccountRefusedOrThreadEnded']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getConversation: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description Counts changes of what people may patch, for If-Match. An unchanged one does not mean that there is no news. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "channel": "whatsapp",
           *       "visibility": "private",
           *       "account": {
           *         "id": "106540352242922",
           *         "name": "+49 30 5550000"
           *       },
           *       "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "status": "open",
           *       "snoozedUntil": null,
           *       "snoozedFor": null,
           *       "assignee": null,
           *       "team": null,
           *       "priority": "normal",
           *       "tags": [],
           *       "lastMessage": {
           *         "text": "Is the blue lamp back in stock?",
           *         "at": "2026-03-02T09:15:04.000Z",
           *         "direction": "inbound"
           *       },
           *       "unread": 1,
           *       "gap": false,
           *       "deliveredUpTo": null,
           *       "readUpTo": null,
           *       "window": {
           *         "open": true,
           *         "closesAt": "2026-03-03T09:15:04.000Z"
           *       },
           *       "sla": null,
           *       "handoff": null,
           *       "linked": [],
           *       "seq": 1,
           *       "createdAt": "2026-03-02T09:15:05.120Z",
           *       "updatedAt": "2026-03-02T09:15:05.120Z"
           *     }
           */
          'application/json': components['schemas']['Conversation']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  patchConversation: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The ETag of what is changed, as it was read, or several of which any will do. Changed since, it is left alone. A weak one never fits.
         * @example "3"
         */
        'If-Match'?: string
      }
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "assignee": "ada",
         *       "snoozedUntil": "2026-03-06T08:00:00.000Z",
         *       "tags": {
         *         "add": [
         *           "lamps"
         *         ]
         *       }
         *     }
         */
        'application/merge-patch+json': {
          /** @enum {string} */
          status?: 'open' | 'pending' | 'snoozed' | 'closed'
          assignee?: string | null
          team?: string | null
          /** @enum {string} */
          priority?: 'low' | 'normal' | 'high' | 'urgent'
          snoozedUntil?: string | null
          snoozedFor?: ('customer' | 'agent') | null
          tags?: {
            add?: string[]
            remove?: string[]
          }
        }
        /**
         * @example {
         *       "assignee": "ada",
         *       "snoozedUntil": "2026-03-06T08:00:00.000Z",
         *       "tags": {
         *         "add": [
         *           "lamps"
         *         ]
         *       }
         *     }
         */
        'application/json': {
          /** @enum {string} */
          status?: 'open' | 'pending' | 'snoozed' | 'closed'
          assignee?: string | null
          team?: string | null
          /** @enum {string} */
          priority?: 'low' | 'normal' | 'high' | 'urgent'
          snoozedUntil?: string | null
          snoozedFor?: ('customer' | 'agent') | null
          tags?: {
            add?: string[]
            remove?: string[]
          }
        }
      }
    }
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description As of the conversation, after the change. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "channel": "whatsapp",
           *       "visibility": "private",
           *       "account": {
           *         "id": "106540352242922",
           *         "name": "+49 30 5550000"
           *       },
           *       "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "status": "snoozed",
           *       "snoozedUntil": "2026-03-06T08:00:00.000Z",
           *       "snoozedFor": "agent",
           *       "assignee": "ada",
           *       "team": null,
           *       "priority": "normal",
           *       "tags": [
           *         "lamps"
           *       ],
           *       "lastMessage": {
           *         "text": "Is the blue lamp back in stock?",
           *         "at": "2026-03-02T09:15:04.000Z",
           *         "direction": "inbound"
           *       },
           *       "unread": 1,
           *       "gap": false,
           *       "deliveredUpTo": null,
           *       "readUpTo": null,
           *       "window": {
           *         "open": true,
           *         "closesAt": "2026-03-03T09:15:04.000Z"
           *       },
           *       "sla": null,
           *       "handoff": null,
           *       "linked": [],
           *       "seq": 4,
           *       "createdAt": "2026-03-02T09:15:05.120Z",
           *       "updatedAt": "2026-03-02T09:18:44.802Z"
           *     }
           */
          'application/json': components['schemas']['Conversation']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      412: components['responses']['VersionConflict']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['SnoozeInvalidOrTooManyTagsOrThreadEnded']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  listEntries: {
    parameters: {
      query?: {
        /** @description Oldest or newest first, by `seq`. */
        order?: 'asc' | 'desc'
        /** @description Only entries with a greater `seq`. */
        afterSeq?: number
        /** @description Only lines of this kind. */
        kind?: 'message' | 'note' | 'activity'
        /** @description How many at most. A filtered page may be shorter and still have a next one. */
        limit?: number
        /** @description `page.next` of an earlier answer to the same question. Opaque; another filter or order refuses it. */
        cursor?: string
      }
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "msg_pludjloam2v5xlnn3q3xwwgm3w_1",
           *           "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *           "seq": 1,
           *           "revision": 1,
           *           "at": "2026-03-02T09:15:05.120Z",
           *           "actor": {
           *             "kind": "contact",
           *             "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *             "name": "Ada Vogel"
           *           },
           *           "kind": "message",
           *           "direction": "inbound",
           *           "author": {
           *             "kind": "contact",
           *             "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *             "name": "Ada Vogel"
           *           },
           *           "text": "Is the blue lamp back in stock?",
           *           "content": {
           *             "type": "text"
           *           },
           *           "sentAt": "2026-03-02T09:15:04.000Z",
           *           "providerId": "wamid.HBgNNDkxNTU1MDAwMDAwMRUCABIYFDNBMEM4",
           *           "late": false,
           *           "attachments": [],
           *           "outgoing": null,
           *           "replyTo": null,
           *           "reactions": [],
           *           "editedAt": null,
           *           "removedAt": null,
           *           "hiddenAt": null,
           *           "status": "received",
           *           "error": null,
           *           "referral": null
           *         }
           *       ],
           *       "page": {
           *         "next": null,
           *         "hasMore": false
           *       }
           *     }
           */
          'application/json': {
            data: components['schemas']['Entry'][]
            page: components['schemas']['PageInfo']
          }
        }
      }
      400: components['responses']['ValidationFailedOrCursorInvalid']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getAttachment: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
        /**
         * @description Id of the attachment.
         * @example att_pludjloam2v5xlnn3q3xwwgm3w_1
         */
        attachmentId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description Says to save it, and under which name. */
          'Content-Disposition'?: string
          [name: string]: unknown
        }
        content: {
          'image/jpeg': unknown
          'image/png': unknown
          'image/webp': unknown
          'image/gif': unknown
          'image/heic': unknown
          'application/pdf': unknown
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getReplyOptions: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "options": [
           *         {
           *           "kind": "human_agent_text",
           *           "allowedFor": [
           *             "human"
           *           ],
           *           "until": "2026-03-09T09:15:04.000Z",
           *           "limits": {
           *             "textMaxChars": 2000,
           *             "textCounting": "utf16",
           *             "quickRepliesMax": 0
           *           },
           *           "prices": []
           *         }
           *       ],
           *       "closed": [
           *         {
           *           "kind": "text",
           *           "code": "window_closed",
           *           "reason": "The platform takes free text for some time after the customer wrote; that ended at 2026-03-03T09:15:04.000Z. A person may still send plain text until 2026-03-09T09:15:04.000Z."
           *         },
           *         {
           *           "kind": "quick_replies",
           *           "code": "window_closed",
           *           "reason": "The platform takes free text for some time after the customer wrote; that ended at 2026-03-03T09:15:04.000Z. A person may still send plain text until 2026-03-09T09:15:04.000Z."
           *         }
           *       ],
           *       "handoffTargets": []
           *     }
           */
          'application/json': {
            options: {
              /** @enum {string} */
              kind: 'text' | 'attachment' | 'quick_replies' | 'template' | 'human_agent_text'
              allowedFor: ('human' | 'ai' | 'automation')[]
              until: string | null
              limits: {
                textMaxChars: number | null
                /** @enum {string} */
                textCounting: 'utf16' | 'weighted'
                quickRepliesMax: number
                attachments?: {
                  max: number
                  totalBytesMax: number | null
                  types: {
                    /** @enum {string} */
                    type: 'image' | 'audio' | 'video' | 'file' | 'sticker' | 'location' | 'contact' | 'share'
                    mimeTypes: string[]
                    sizeBytesMax: number
                    takesText: boolean
                    alone: boolean
                  }[]
                }
              }
              prices: {
                of: string
                usd: string
              }[]
            }[]
            closed: {
              /** @enum {string} */
              kind: 'text' | 'attachment' | 'quick_replies' | 'template' | 'human_agent_text'
              /** @enum {string} */
              code:
                | 'window_closed'
                | 'recipient_opted_out'
                | 'provider_unsupported'
                | 'reply_target_gone'
                | 'account_refused'
                | 'thread_ended'
              reason: string
            }[]
            handoffTargets: {
              /** @enum {string} */
              kind: 'same_platform' | 'whatsapp' | 'sms' | 'secure_thread'
              possible: boolean
              /** @enum {string} */
              verification?: 'platform' | 'link' | 'tap_and_code' | 'code'
              reason?: string
            }[]
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  sendMessage: {
    parameters: {
      query?: never
      header: {
        /**
         * @description A new one for every wish, the same when it is repeated. For seven days the same caller, path, key and body get the first answer again, and nothing is done twice.
         * @example 6f1b8c1e-6d0c-4f0e-9a55-0f6f3b1a9d11
         */
        'Idempotency-Key': string
        /**
         * @description The last entry that the author has seen, as `"seq-41"`.
         * @example "seq-41"
         */
        'If-Match'?: string
      }
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "text": "Yes, two are left. Shall I put one aside?"
         *     }
         */
        'application/json': {
          text?: string
          quickReplies?: {
            title: string
            payload: string
          }[]
          /** @description Files that the caller put up in this conversation: see `POST …/attachments`. */
          attachments?: {
            /**
             * @description Id of the file.
             * @example att_6b3h4y2kq5zkq7w2mxfjw2t5vu
             */
            id: string
          }[]
          template?: {
            name: string
            language: string
            /** @default [] */
            parameters?: string[]
          }
          /** @description Who wrote it, where that is less than the caller is: a person sends what an AI wrote. */
          author?: {
            /** @enum {string} */
            kind: 'human' | 'ai' | 'automation'
          }
          /**
           * @description The message that it answers. In public, without it: the newest that the customer wrote.
           * @example msg_pludjloam2v5xlnn3q3xwwgm3w_1
           */
          replyTo?: string
        }
      }
    }
    responses: {
      /** @description It is stored, and on its way. */
      202: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description `true`: this request was done before, and this is what it was answered. */
          'Idempotent-Replayed'?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "msg_pludjloam2v5xlnn3q3xwwgm3w_2",
           *       "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "seq": 2,
           *       "revision": 1,
           *       "at": "2026-03-02T09:18:30.044Z",
           *       "actor": {
           *         "kind": "human",
           *         "id": "ada",
           *         "name": "Ada"
           *       },
           *       "kind": "message",
           *       "direction": "outbound",
           *       "author": {
           *         "kind": "human",
           *         "id": "ada",
           *         "name": "Ada"
           *       },
           *       "text": "Yes, two are left. Shall I put one aside?",
           *       "content": {
           *         "type": "text"
           *       },
           *       "sentAt": "2026-03-02T09:18:30.044Z",
           *       "providerId": null,
           *       "late": false,
           *       "attachments": [],
           *       "outgoing": {
           *         "quickReplies": [],
           *         "template": null,
           *         "rule": "standard",
           *         "expiresAt": "2026-03-03T09:15:04.000Z"
           *       },
           *       "replyTo": null,
           *       "reactions": [],
           *       "editedAt": null,
           *       "removedAt": null,
           *       "hiddenAt": null,
           *       "status": "queued",
           *       "error": null,
           *       "referral": null
           *     }
           */
          'application/json': components['schemas']['Message']
        }
      }
      400: components['responses']['ValidationFailedOrIdempotencyKeyRequired']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['AuthorNotAllowedOrInsufficientScope']
      404: components['responses']['NotFound']
      409: components['responses']['IdempotencyKeyReused']
      412: components['responses']['VersionConflict']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['AttachmentUnknownOrAttachmentMissingOrAttachmentMismatchOrWindowClosedOrHumanAgentOnlyOrRecipientOptedOutOrTextTooLongOrTooManyQuickRepliesOrAttachmentTypeUnsupportedOrAttachmentTooLargeOrTooManyAttachmentsOrTextBesideAttachmentOrPrivateDataInPublicOrProviderUnsupportedOrChannelUnsupportedOrReplyTargetGoneOrAccountRefusedOrThreadEnded']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  announceAttachment: {
    parameters: {
      query?: never
      header: {
        /**
         * @description A new one for every wish, the same when it is repeated. For seven days the same caller, path, key and body get the first answer again, and nothing is done twice.
         * @example 6f1b8c1e-6d0c-4f0e-9a55-0f6f3b1a9d11
         */
        'Idempotency-Key': string
      }
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "type": "image",
         *       "name": "blue-lamp.jpg",
         *       "mimeType": "image/jpeg",
         *       "sizeBytes": 183411,
         *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
         *     }
         */
        'application/json': {
          /** @enum {string} */
          type: 'image' | 'audio' | 'video' | 'file' | 'sticker' | 'contact'
          name: string
          mimeType: string
          sizeBytes: number
          sha256: string
        }
      }
    }
    responses: {
      /** @description It was made. */
      201: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description `true`: this request was done before, and this is what it was answered. */
          'Idempotent-Replayed'?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "att_6b3h4y2kq5zkq7w2mxfjw2t5vu",
           *       "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "type": "image",
           *       "name": "blue-lamp.jpg",
           *       "mimeType": "image/jpeg",
           *       "sizeBytes": 183411,
           *       "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
           *       "validUntil": "2026-03-03T09:18:02.310Z",
           *       "upload": {
           *         "method": "PUT",
           *         "url": "https://files.example.com/uploads/cnv_pludjloam2v5xlnn3q3xwwgm3w/att_6b3h4y2kq5zkq7w2mxfjw2t5vu?X-Amz-Signature=fe5f80",
           *         "headers": {
           *           "content-length": "183411",
           *           "content-type": "image/jpeg",
           *           "if-none-match": "*",
           *           "x-amz-checksum-sha256": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="
           *         },
           *         "validUntil": "2026-03-02T09:33:02.310Z"
           *       }
           *     }
           */
          'application/json': components['schemas']['AttachmentUpload']
        }
      }
      400: components['responses']['ValidationFailedOrIdempotencyKeyRequired']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      409: components['responses']['IdempotencyKeyReused']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['WindowClosedOrHumanAgentOnlyOrRecipientOptedOutOrTextTooLongOrTooManyQuickRepliesOrAttachmentTypeUnsupportedOrAttachmentTooLargeOrTooManyAttachmentsOrTextBesideAttachmentOrPrivateDataInPublicOrProviderUnsupportedOrChannelUnsupportedOrReplyTargetGoneOrAccountRefusedOrThreadEnded']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  addNote: {
    parameters: {
      query?: never
      header: {
        /**
         * @description A new one for every wish, the same when it is repeated. For seven days the same caller, path, key and body get the first answer again, and nothing is done twice.
         * @example 6f1b8c1e-6d0c-4f0e-9a55-0f6f3b1a9d11
         */
        'Idempotency-Key': string
      }
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "text": "One lamp is put aside until Friday."
         *     }
         */
        'application/json': {
          text: string
          author?: {
            /** @enum {string} */
            kind: 'human' | 'ai' | 'automation'
          }
        }
      }
    }
    responses: {
      /** @description It was made. */
      201: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description `true`: this request was done before, and this is what it was answered. */
          'Idempotent-Replayed'?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "msg_pludjloam2v5xlnn3q3xwwgm3w_3",
           *       "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "seq": 3,
           *       "revision": 1,
           *       "at": "2026-03-02T09:19:02.501Z",
           *       "actor": {
           *         "kind": "human",
           *         "id": "ada",
           *         "name": "Ada"
           *       },
           *       "kind": "note",
           *       "text": "One lamp is put aside until Friday."
           *     }
           */
          'application/json': components['schemas']['Note']
        }
      }
      400: components['responses']['ValidationFailedOrIdempotencyKeyRequired']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['AuthorNotAllowedOrInsufficientScope']
      404: components['responses']['NotFound']
      409: components['responses']['IdempotencyKeyReused']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  markRead: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "channel": "whatsapp",
           *       "visibility": "private",
           *       "account": {
           *         "id": "106540352242922",
           *         "name": "+49 30 5550000"
           *       },
           *       "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "status": "open",
           *       "snoozedUntil": null,
           *       "snoozedFor": null,
           *       "assignee": null,
           *       "team": null,
           *       "priority": "normal",
           *       "tags": [],
           *       "lastMessage": {
           *         "text": "Is the blue lamp back in stock?",
           *         "at": "2026-03-02T09:15:04.000Z",
           *         "direction": "inbound"
           *       },
           *       "unread": 0,
           *       "gap": false,
           *       "deliveredUpTo": null,
           *       "readUpTo": null,
           *       "window": {
           *         "open": true,
           *         "closesAt": "2026-03-03T09:15:04.000Z"
           *       },
           *       "sla": null,
           *       "handoff": null,
           *       "linked": [],
           *       "seq": 1,
           *       "createdAt": "2026-03-02T09:15:05.120Z",
           *       "updatedAt": "2026-03-02T09:15:05.120Z"
           *     }
           */
          'application/json': components['schemas']['Conversation']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  showTyping: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Done. There is nothing to say. */
      204: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content?: never
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      422: components['responses']['ChannelUnsupported']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  putReaction: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
        /**
         * @description Id of the entry.
         * @example msg_pludjloam2v5xlnn3q3xwwgm3w_1
         */
        entryId: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "emoji": "👍"
         *     }
         */
        'application/json': {
          /**
           * @description One emoji. In public only 👍, which is a like.
           * @example 👍
           */
          emoji: string
        }
      }
    }
    responses: {
      /** @description It is stored, and on its way. */
      202: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "msg_pludjloam2v5xlnn3q3xwwgm3w_1",
           *       "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "seq": 1,
           *       "revision": 2,
           *       "at": "2026-03-02T09:15:05.120Z",
           *       "actor": {
           *         "kind": "contact",
           *         "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *         "name": "Ada Vogel"
           *       },
           *       "kind": "message",
           *       "direction": "inbound",
           *       "author": {
           *         "kind": "contact",
           *         "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *         "name": "Ada Vogel"
           *       },
           *       "text": "Is the blue lamp back in stock?",
           *       "content": {
           *         "type": "text"
           *       },
           *       "sentAt": "2026-03-02T09:15:04.000Z",
           *       "providerId": "wamid.HBgNNDkxNTU1MDAwMDAwMRUCABIYFDNBMEM4",
           *       "late": false,
           *       "attachments": [],
           *       "outgoing": null,
           *       "replyTo": null,
           *       "reactions": [
           *         {
           *           "emoji": "👍",
           *           "by": {
           *             "kind": "human",
           *             "id": "ada",
           *             "name": "Ada"
           *           },
           *           "at": "2026-03-02T09:18:30.044Z"
           *         }
           *       ],
           *       "editedAt": null,
           *       "removedAt": null,
           *       "hiddenAt": null,
           *       "status": "received",
           *       "error": null,
           *       "referral": null
           *     }
           */
          'application/json': components['schemas']['Message']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['WindowClosedOrRecipientOptedOutOrProviderUnsupportedOrChannelUnsupportedOrReplyTargetGoneOrAccountRefused']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  deleteReaction: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
        /**
         * @description Id of the entry.
         * @example msg_pludjloam2v5xlnn3q3xwwgm3w_1
         */
        entryId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description It is stored, and on its way. */
      202: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "msg_pludjloam2v5xlnn3q3xwwgm3w_1",
           *       "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "seq": 1,
           *       "revision": 3,
           *       "at": "2026-03-02T09:15:05.120Z",
           *       "actor": {
           *         "kind": "contact",
           *         "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *         "name": "Ada Vogel"
           *       },
           *       "kind": "message",
           *       "direction": "inbound",
           *       "author": {
           *         "kind": "contact",
           *         "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *         "name": "Ada Vogel"
           *       },
           *       "text": "Is the blue lamp back in stock?",
           *       "content": {
           *         "type": "text"
           *       },
           *       "sentAt": "2026-03-02T09:15:04.000Z",
           *       "providerId": "wamid.HBgNNDkxNTU1MDAwMDAwMRUCABIYFDNBMEM4",
           *       "late": false,
           *       "attachments": [],
           *       "outgoing": null,
           *       "replyTo": null,
           *       "reactions": [],
           *       "editedAt": null,
           *       "removedAt": null,
           *       "hiddenAt": null,
           *       "status": "received",
           *       "error": null,
           *       "referral": null
           *     }
           */
          'application/json': components['schemas']['Message']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      422: components['responses']['ChannelUnsupportedOrAccountRefused']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getClocks: {
    parameters: {
      query?: {
        /** @description `all`: clocks of earlier sessions too, as far as the newest 2,000 lines of the log tell. */
        session?: 'current' | 'all'
      }
      header?: never
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "policy": {
           *         "id": "whatsapp",
           *         "version": 7,
           *         "calendarId": "shop"
           *       },
           *       "clocks": [
           *         {
           *           "metric": "first_response",
           *           "instance": 1,
           *           "state": "met",
           *           "policyId": "whatsapp",
           *           "policyVersion": 7,
           *           "calendarId": "shop",
           *           "startedAt": "2026-03-02T10:45:00.000Z",
           *           "dueAt": "2026-03-02T12:45:00.000Z",
           *           "stoppedAt": "2026-03-02T12:30:00.000Z",
           *           "breachedAt": null,
           *           "elapsedOpenMs": 2700000,
           *           "elapsedWallMs": 6300000,
           *           "entryId": "msg_pludjloam2v5xlnn3q3xwwgm3w_1",
           *           "byEntryId": "msg_pludjloam2v5xlnn3q3xwwgm3w_2",
           *           "ledger": [
           *             {
           *               "from": "2026-03-02T10:45:00.000Z",
           *               "to": "2026-03-02T11:00:00.000Z",
           *               "state": "running"
           *             },
           *             {
           *               "from": "2026-03-02T11:00:00.000Z",
           *               "to": "2026-03-02T12:00:00.000Z",
           *               "state": "closed",
           *               "why": "outside_hours"
           *             },
           *             {
           *               "from": "2026-03-02T12:00:00.000Z",
           *               "to": "2026-03-02T12:30:00.000Z",
           *               "state": "running"
           *             }
           *           ]
           *         }
           *       ],
           *       "truncated": false
           *     }
           */
          'application/json': {
            policy: {
              id: string
              version: number
              calendarId: string | null
            } | null
            clocks: components['schemas']['Clock'][]
            truncated: boolean
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  offerHandoff: {
    parameters: {
      query?: never
      header: {
        /**
         * @description A new one for every wish, the same when it is repeated. For seven days the same caller, path, key and body get the first answer again, and nothing is done twice.
         * @example 6f1b8c1e-6d0c-4f0e-9a55-0f6f3b1a9d11
         */
        'Idempotency-Key': string
      }
      path: {
        /**
         * @description Id of the conversation.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "target": {
         *         "kind": "same_platform"
         *       },
         *       "reason": {
         *         "code": "account_data"
         *       }
         *     }
         */
        'application/json': {
          target:
            | {
                /** @constant */
                kind: 'same_platform'
              }
            | {
                /** @constant */
                kind: 'whatsapp'
                /** @description A number that the customer gave: they are written to there. */
                to?: string
                /** @description The account that they go to, where several of this channel are connected. */
                account?: string
              }
            | {
                /** @constant */
                kind: 'sms'
                /** @description A number that the customer gave: they are written to there. */
                to?: string
                /** @description The account that they go to, where several of this channel are connected. */
                account?: string
              }
            | {
                /** @constant */
                kind: 'secure_thread'
              }
          reason: {
            /** @enum {string} */
            code: 'account_data' | 'payment' | 'identity' | 'complaint' | 'other'
            text?: string
          }
          /** @description In the place of the configured words of the private offer. It must hold nothing private. */
          text?: string
          /** @description Of what the customer is told; without it, that of the deployment. */
          language?: string
          /**
           * @description Whether the public is told, in one neutral sentence, that it goes on in private. Where the customer is asked by a message elsewhere it is told in any case, unless `hide` is set: nothing else would stop the public clock.
           * @default true
           */
          announce?: boolean
          /**
           * @description Hides the customer's newest public message from others, where the platform can; then `announce` says nothing.
           * @default false
           */
          hide?: boolean
          author?: {
            /** @enum {string} */
            kind: 'human' | 'ai' | 'automation'
          }
        }
      }
    }
    responses: {
      /** @description It was made. */
      201: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description `true`: this request was done before, and this is what it was answered. */
          'Idempotent-Replayed'?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "hnd_5ydv6sdhmqlphf5zrjzgkpvz3e",
           *       "state": "offered",
           *       "target": {
           *         "kind": "same_platform"
           *       },
           *       "verification": "platform",
           *       "route": "private_reply",
           *       "reason": {
           *         "code": "account_data"
           *       },
           *       "actor": {
           *         "kind": "human",
           *         "id": "agent-1",
           *         "name": "Grace"
           *       },
           *       "publicConversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "privateConversationId": null,
           *       "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "offeredAt": "2026-03-02T09:20:00.000Z",
           *       "expiresAt": "2026-03-05T09:20:00.000Z",
           *       "reachedAt": {
           *         "offered": "2026-03-02T09:20:00.000Z"
           *       },
           *       "by": null
           *     }
           */
          'application/json': components['schemas']['Handoff']
        }
      }
      400: components['responses']['ValidationFailedOrIdempotencyKeyRequired']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['AuthorNotAllowedOrInsufficientScope']
      404: components['responses']['NotFound']
      409: components['responses']['HandoffOpenOrIdempotencyKeyReused']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['HandoffNotPublicOrHandoffTargetUnreachableOrHandoffTooLateOrPrivateReplyUsedOrPrivateDataInPublicOrRecipientOptedOutOrTextTooLongOrReplyTargetGoneOrAccountRefusedOrProviderUnsupportedOrChannelUnsupported']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  listHandoffs: {
    parameters: {
      query?: {
        /** @description `open`: every state that is no end. */
        state?:
          'offered' | 'delivered' | 'opened' | 'verified' | 'completed' | 'expired' | 'declined' | 'open'
        /**
         * @description A channel of this inbox, or `web`.
         * @example whatsapp
         */
        channel?: string
        /** @description Where the customer was asked to. */
        target?: 'same_platform' | 'whatsapp' | 'sms' | 'secure_thread'
        /**
         * @description On either side of the handoff.
         * @example cnv_pludjloam2v5xlnn3q3xwwgm3w
         */
        conversation?: string
        /** @description How many at most. A filtered page may be shorter and still have a next one. */
        limit?: number
        /** @description `page.next` of an earlier answer to the same question. Opaque; another filter or order refuses it. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "hnd_5ydv6sdhmqlphf5zrjzgkpvz3e",
           *           "state": "completed",
           *           "target": {
           *             "kind": "same_platform"
           *           },
           *           "verification": "platform",
           *           "route": "private_reply",
           *           "reason": {
           *             "code": "account_data"
           *           },
           *           "actor": {
           *             "kind": "human",
           *             "id": "agent-1",
           *             "name": "Grace"
           *           },
           *           "publicConversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *           "privateConversationId": "cnv_6r5c3xq2m4n7b2v5s3d4f6g7h2",
           *           "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *           "offeredAt": "2026-03-02T09:20:00.000Z",
           *           "expiresAt": "2026-03-05T09:20:00.000Z",
           *           "reachedAt": {
           *             "offered": "2026-03-02T09:20:00.000Z",
           *             "delivered": "2026-03-02T09:20:01.210Z",
           *             "opened": "2026-03-02T09:31:44.000Z",
           *             "verified": "2026-03-02T09:31:44.000Z",
           *             "completed": "2026-03-02T09:31:44.000Z"
           *           },
           *           "by": null
           *         }
           *       ],
           *       "page": {
           *         "next": null,
           *         "hasMore": false
           *       }
           *     }
           */
          'application/json': {
            data: components['schemas']['Handoff'][]
            page: components['schemas']['PageInfo']
          }
        }
      }
      400: components['responses']['ValidationFailedOrCursorInvalid']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getHandoff: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the handoff.
         * @example hnd_5ydv6sdhmqlphf5zrjzgkpvz3e
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "hnd_5ydv6sdhmqlphf5zrjzgkpvz3e",
           *       "state": "completed",
           *       "target": {
           *         "kind": "same_platform"
           *       },
           *       "verification": "platform",
           *       "route": "private_reply",
           *       "reason": {
           *         "code": "account_data"
           *       },
           *       "actor": {
           *         "kind": "human",
           *         "id": "agent-1",
           *         "name": "Grace"
           *       },
           *       "publicConversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "privateConversationId": "cnv_6r5c3xq2m4n7b2v5s3d4f6g7h2",
           *       "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "offeredAt": "2026-03-02T09:20:00.000Z",
           *       "expiresAt": "2026-03-05T09:20:00.000Z",
           *       "reachedAt": {
           *         "offered": "2026-03-02T09:20:00.000Z",
           *         "delivered": "2026-03-02T09:20:01.210Z",
           *         "opened": "2026-03-02T09:31:44.000Z",
           *         "verified": "2026-03-02T09:31:44.000Z",
           *         "completed": "2026-03-02T09:31:44.000Z"
           *       },
           *       "by": null
           *     }
           */
          'application/json': components['schemas']['Handoff']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  cancelHandoff: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the handoff.
         * @example hnd_5ydv6sdhmqlphf5zrjzgkpvz3e
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "hnd_5ydv6sdhmqlphf5zrjzgkpvz3e",
           *       "state": "declined",
           *       "target": {
           *         "kind": "same_platform"
           *       },
           *       "verification": "platform",
           *       "route": "private_reply",
           *       "reason": {
           *         "code": "account_data"
           *       },
           *       "actor": {
           *         "kind": "human",
           *         "id": "agent-1",
           *         "name": "Grace"
           *       },
           *       "publicConversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *       "privateConversationId": null,
           *       "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "offeredAt": "2026-03-02T09:20:00.000Z",
           *       "expiresAt": "2026-03-05T09:20:00.000Z",
           *       "reachedAt": {
           *         "offered": "2026-03-02T09:20:00.000Z",
           *         "declined": "2026-03-02T09:25:00.000Z"
           *       },
           *       "by": {
           *         "kind": "agent",
           *         "code": null
           *       }
           *     }
           */
          'application/json': components['schemas']['Handoff']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      409: components['responses']['HandoffEnded']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  findContacts: {
    parameters: {
      query: {
        /**
         * @description A channel of this inbox, or `web`.
         * @example whatsapp
         */
        channel: string
        /**
         * @description The id as the platform writes it; a phone number in E.164, its `+` encoded as `%2B`.
         * @example +4915550000001
         */
        externalId: string
        /** @description What makes the id unique: a Page id, a WABA id; `-` for phone numbers and X user ids. */
        scope?: string
        /** @description How many at most. A filtered page may be shorter and still have a next one. */
        limit?: number
        /** @description `page.next` of an earlier answer to the same question. Opaque; another filter or order refuses it. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *           "name": "Ada Vogel",
           *           "handle": null,
           *           "identities": [
           *             {
           *               "channel": "whatsapp",
           *               "scope": "-",
           *               "externalId": "+4915550000001",
           *               "optOuts": {
           *                 "106540352242922": {
           *                   "at": "2026-02-11T18:02:00.000Z",
           *                   "by": "platform",
           *                   "scope": "marketing"
           *                 }
           *               }
           *             }
           *           ],
           *           "merged": [
           *             {
           *               "id": "ctc_7m5y3hoqkqbqgqjvgdkbqqzu7e",
           *               "at": "2026-03-02T09:20:41.310Z"
           *             }
           *           ],
           *           "conversations": [
           *             {
           *               "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w"
           *             }
           *           ],
           *           "hasMoreConversations": false,
           *           "createdAt": "2026-02-11T17:59:12.044Z",
           *           "updatedAt": "2026-03-02T09:15:05.120Z"
           *         }
           *       ],
           *       "page": {
           *         "next": null,
           *         "hasMore": false
           *       }
           *     }
           */
          'application/json': {
            data: components['schemas']['Contact'][]
            page: components['schemas']['PageInfo']
          }
        }
      }
      400: components['responses']['ValidationFailedOrCursorInvalid']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getContact: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the contact.
         * @example ctc_krclznapn4pzenci2tapef6ffy
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "name": "Ada Vogel",
           *       "handle": null,
           *       "identities": [
           *         {
           *           "channel": "whatsapp",
           *           "scope": "-",
           *           "externalId": "+4915550000001",
           *           "optOuts": {
           *             "106540352242922": {
           *               "at": "2026-02-11T18:02:00.000Z",
           *               "by": "platform",
           *               "scope": "marketing"
           *             }
           *           }
           *         }
           *       ],
           *       "merged": [
           *         {
           *           "id": "ctc_7m5y3hoqkqbqgqjvgdkbqqzu7e",
           *           "at": "2026-03-02T09:20:41.310Z"
           *         }
           *       ],
           *       "conversations": [
           *         {
           *           "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w"
           *         }
           *       ],
           *       "hasMoreConversations": false,
           *       "createdAt": "2026-02-11T17:59:12.044Z",
           *       "updatedAt": "2026-03-02T09:15:05.120Z"
           *     }
           */
          'application/json': components['schemas']['Contact']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  readTimeline: {
    parameters: {
      query?: {
        /** @description `desc`: the newest line comes first. */
        order?: 'asc' | 'desc'
        /**
         * @description A channel of this inbox, or `web`.
         * @example whatsapp
         */
        channel?: string
        /** @description Only public, or only private conversations. */
        visibility?: 'public' | 'private'
        /** @description How many at most. A filtered page may be shorter and still have a next one. */
        limit?: number
        /** @description `page.next` of an earlier answer to the same question. Opaque; another filter or order refuses it. */
        cursor?: string
      }
      header?: never
      path: {
        /**
         * @description Id of the contact.
         * @example ctc_krclznapn4pzenci2tapef6ffy
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "id": "msg_pludjloam2v5xlnn3q3xwwgm3w_1",
           *           "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *           "seq": 1,
           *           "revision": 1,
           *           "at": "2026-03-02T09:15:05.120Z",
           *           "actor": {
           *             "kind": "contact",
           *             "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *             "name": "Ada Vogel"
           *           },
           *           "kind": "message",
           *           "direction": "inbound",
           *           "author": {
           *             "kind": "contact",
           *             "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *             "name": "Ada Vogel"
           *           },
           *           "text": "Is the blue lamp back in stock?",
           *           "content": {
           *             "type": "text"
           *           },
           *           "sentAt": "2026-03-02T09:15:04.000Z",
           *           "providerId": "wamid.HBgNNDkxNTU1MDAwMDAwMRUCABIYFDNBMEM4",
           *           "late": false,
           *           "attachments": [],
           *           "outgoing": null,
           *           "replyTo": null,
           *           "reactions": [],
           *           "editedAt": null,
           *           "removedAt": null,
           *           "hiddenAt": null,
           *           "status": "received",
           *           "error": null,
           *           "referral": null,
           *           "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *           "conversation": {
           *             "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *             "channel": "whatsapp",
           *             "visibility": "private",
           *             "account": {
           *               "id": "106540352242922",
           *               "name": "+49 30 5550000"
           *             }
           *           }
           *         }
           *       ],
           *       "page": {
           *         "next": null,
           *         "hasMore": false
           *       }
           *     }
           */
          'application/json': {
            data: components['schemas']['TimelineLine'][]
            page: components['schemas']['PageInfo']
          }
        }
      }
      400: components['responses']['ValidationFailedOrCursorInvalid']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      422: components['responses']['TimelineTooLong']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  mergeContacts: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "into": "ctc_krclznapn4pzenci2tapef6ffy",
         *       "from": "ctc_7m5y3hoqkqbqgqjvgdkbqqzu7e"
         *     }
         */
        'application/json': {
          /**
           * @description Who stays.
           * @example ctc_krclznapn4pzenci2tapef6ffy
           */
          into: string
          /**
           * @description Who becomes part of `into`.
           * @example ctc_krclznapn4pzenci2tapef6ffy
           */
          from: string
        }
      }
    }
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "name": "Ada Vogel",
           *       "handle": null,
           *       "identities": [
           *         {
           *           "channel": "whatsapp",
           *           "scope": "-",
           *           "externalId": "+4915550000001",
           *           "optOuts": {
           *             "106540352242922": {
           *               "at": "2026-02-11T18:02:00.000Z",
           *               "by": "platform",
           *               "scope": "marketing"
           *             }
           *           }
           *         }
           *       ],
           *       "merged": [
           *         {
           *           "id": "ctc_7m5y3hoqkqbqgqjvgdkbqqzu7e",
           *           "at": "2026-03-02T09:20:41.310Z"
           *         }
           *       ],
           *       "conversations": [
           *         {
           *           "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w"
           *         }
           *       ],
           *       "hasMoreConversations": false,
           *       "createdAt": "2026-02-11T17:59:12.044Z",
           *       "updatedAt": "2026-03-02T09:15:05.120Z"
           *     }
           */
          'application/json': components['schemas']['Contact']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      409: components['responses']['MergeCycleOrContactAlreadyMerged']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['ContactUnknownOrMergeIntoItselfOrContactTooLarge']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  unmergeContact: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description Id of the contact.
         * @example ctc_krclznapn4pzenci2tapef6ffy
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *       "name": "Ada Vogel",
           *       "handle": null,
           *       "identities": [
           *         {
           *           "channel": "whatsapp",
           *           "scope": "-",
           *           "externalId": "+4915550000001",
           *           "optOuts": {
           *             "106540352242922": {
           *               "at": "2026-02-11T18:02:00.000Z",
           *               "by": "platform",
           *               "scope": "marketing"
           *             }
           *           }
           *         }
           *       ],
           *       "merged": [
           *         {
           *           "id": "ctc_7m5y3hoqkqbqgqjvgdkbqqzu7e",
           *           "at": "2026-03-02T09:20:41.310Z"
           *         }
           *       ],
           *       "conversations": [
           *         {
           *           "id": "cnv_pludjloam2v5xlnn3q3xwwgm3w"
           *         }
           *       ],
           *       "hasMoreConversations": false,
           *       "createdAt": "2026-02-11T17:59:12.044Z",
           *       "updatedAt": "2026-03-02T09:15:05.120Z"
           *     }
           */
          'application/json': components['schemas']['Contact']
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      404: components['responses']['NotFound']
      409: components['responses']['ContactNotMerged']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getSlaPolicies: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description The version of the rules, policies and calendars together, for If-Match. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "policies": [
           *         {
           *           "id": "vip",
           *           "selector": {
           *             "tag": "vip"
           *           },
           *           "targets": {
           *             "first_response": "PT15M",
           *             "next_response": "PT15M"
           *           },
           *           "warnAt": [
           *             "50%",
           *             "PT5M"
           *           ],
           *           "countsAi": false,
           *           "countsReactions": false,
           *           "windowMargin": "PT30M",
           *           "commentsMax": 3,
           *           "actions": [
           *             {
           *               "on": "breach",
           *               "do": {
           *                 "setPriority": "urgent"
           *               }
           *             }
           *           ]
           *         },
           *         {
           *           "id": "whatsapp",
           *           "selector": {
           *             "channel": "whatsapp"
           *           },
           *           "targets": {
           *             "first_response": "PT1H",
           *             "next_response": "PT2H",
           *             "resolution": "PT16H"
           *           },
           *           "warnAt": [
           *             "80%"
           *           ],
           *           "calendarId": "shop",
           *           "countsAi": false,
           *           "countsReactions": false,
           *           "windowMargin": "PT30M",
           *           "commentsMax": 3,
           *           "actions": [],
           *           "afterHours": {
           *             "text": "Thank you! We are back on {opensAt}.",
           *             "locale": "en-GB"
           *           }
           *         }
           *       ],
           *       "version": 7,
           *       "savedAt": "2026-03-02T08:00:00.000Z",
           *       "savedBy": "ada"
           *     }
           */
          'application/json': {
            policies: components['schemas']['SlaPolicy'][]
            version: number
            savedAt: string | null
            savedBy: string | null
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  putSlaPolicies: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The ETag of what is changed, as it was read, or several of which any will do. Changed since, it is left alone. A weak one never fits.
         * @example "3"
         */
        'If-Match'?: string
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "policies": [
         *         {
         *           "id": "vip",
         *           "selector": {
         *             "tag": "vip"
         *           },
         *           "targets": {
         *             "first_response": "PT15M",
         *             "next_response": "PT15M"
         *           },
         *           "warnAt": [
         *             "50%",
         *             "PT5M"
         *           ],
         *           "countsAi": false,
         *           "countsReactions": false,
         *           "windowMargin": "PT30M",
         *           "commentsMax": 3,
         *           "actions": [
         *             {
         *               "on": "breach",
         *               "do": {
         *                 "setPriority": "urgent"
         *               }
         *             }
         *           ]
         *         },
         *         {
         *           "id": "whatsapp",
         *           "selector": {
         *             "channel": "whatsapp"
         *           },
         *           "targets": {
         *             "first_response": "PT1H",
         *             "next_response": "PT2H",
         *             "resolution": "PT16H"
         *           },
         *           "warnAt": [
         *             "80%"
         *           ],
         *           "calendarId": "shop",
         *           "countsAi": false,
         *           "countsReactions": false,
         *           "windowMargin": "PT30M",
         *           "commentsMax": 3,
         *           "actions": [],
         *           "afterHours": {
         *             "text": "Thank you! We are back on {opensAt}.",
         *             "locale": "en-GB"
         *           }
         *         }
         *       ]
         *     }
         */
        'application/json': {
          policies: {
            id: string
            /** @default {} */
            selector?: {
              channel?: string
              /** @enum {string} */
              visibility?: 'public' | 'private'
              account?: string
              /** @enum {string} */
              priority?: 'low' | 'normal' | 'high' | 'urgent'
              tag?: string
            }
            targets: {
              [key: string]: string
            }
            /**
             * @default [
             *       "80%"
             *     ]
             */
            warnAt?: string[]
            calendarId?: string
            /** @default false */
            countsAi?: boolean
            /** @default false */
            countsReactions?: boolean
            /** @default PT30M */
            windowMargin?: string
            /** @default 3 */
            commentsMax?: number
            /** @default [] */
            actions?: {
              /** @enum {string} */
              on: 'warning' | 'breach'
              do:
                | {
                    /** @enum {string} */
                    setPriority: 'low' | 'normal' | 'high' | 'urgent'
                  }
                | {
                    assignTeam: string
                  }
                | {
                    addTag: string
                  }
                | {
                    /** @constant */
                    notify: true
                  }
            }[]
            afterHours?: {
              text: string
              /** @default en-GB */
              locale?: string
            }
          }[]
        }
      }
    }
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description The version of the rules, policies and calendars together, for If-Match. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "policies": [
           *         {
           *           "id": "vip",
           *           "selector": {
           *             "tag": "vip"
           *           },
           *           "targets": {
           *             "first_response": "PT15M",
           *             "next_response": "PT15M"
           *           },
           *           "warnAt": [
           *             "50%",
           *             "PT5M"
           *           ],
           *           "countsAi": false,
           *           "countsReactions": false,
           *           "windowMargin": "PT30M",
           *           "commentsMax": 3,
           *           "actions": [
           *             {
           *               "on": "breach",
           *               "do": {
           *                 "setPriority": "urgent"
           *               }
           *             }
           *           ]
           *         },
           *         {
           *           "id": "whatsapp",
           *           "selector": {
           *             "channel": "whatsapp"
           *           },
           *           "targets": {
           *             "first_response": "PT1H",
           *             "next_response": "PT2H",
           *             "resolution": "PT16H"
           *           },
           *           "warnAt": [
           *             "80%"
           *           ],
           *           "calendarId": "shop",
           *           "countsAi": false,
           *           "countsReactions": false,
           *           "windowMargin": "PT30M",
           *           "commentsMax": 3,
           *           "actions": [],
           *           "afterHours": {
           *             "text": "Thank you! We are back on {opensAt}.",
           *             "locale": "en-GB"
           *           }
           *         }
           *       ],
           *       "version": 7,
           *       "savedAt": "2026-03-02T08:00:00.000Z",
           *       "savedBy": "ada"
           *     }
           */
          'application/json': {
            policies: components['schemas']['SlaPolicy'][]
            version: number
            savedAt: string | null
            savedBy: string | null
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      412: components['responses']['VersionConflict']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  simulateSlaPolicies: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "policies": [
         *         {
         *           "id": "vip",
         *           "selector": {
         *             "tag": "vip"
         *           },
         *           "targets": {
         *             "first_response": "PT15M",
         *             "next_response": "PT15M"
         *           },
         *           "warnAt": [
         *             "50%",
         *             "PT5M"
         *           ],
         *           "countsAi": false,
         *           "countsReactions": false,
         *           "windowMargin": "PT30M",
         *           "commentsMax": 3,
         *           "actions": [
         *             {
         *               "on": "breach",
         *               "do": {
         *                 "setPriority": "urgent"
         *               }
         *             }
         *           ]
         *         }
         *       ],
         *       "from": "2026-03-01",
         *       "to": "2026-04-01"
         *     }
         */
        'application/json': {
          policies: {
            id: string
            /** @default {} */
            selector?: {
              channel?: string
              /** @enum {string} */
              visibility?: 'public' | 'private'
              account?: string
              /** @enum {string} */
              priority?: 'low' | 'normal' | 'high' | 'urgent'
              tag?: string
            }
            targets: {
              [key: string]: string
            }
            /**
             * @default [
             *       "80%"
             *     ]
             */
            warnAt?: string[]
            calendarId?: string
            /** @default false */
            countsAi?: boolean
            /** @default false */
            countsReactions?: boolean
            /** @default PT30M */
            windowMargin?: string
            /** @default 3 */
            commentsMax?: number
            /** @default [] */
            actions?: {
              /** @enum {string} */
              on: 'warning' | 'breach'
              do:
                | {
                    /** @enum {string} */
                    setPriority: 'low' | 'normal' | 'high' | 'urgent'
                  }
                | {
                    assignTeam: string
                  }
                | {
                    addTag: string
                  }
                | {
                    /** @constant */
                    notify: true
                  }
            }[]
            afterHours?: {
              text: string
              /** @default en-GB */
              locale?: string
            }
          }[]
          /** @description Without them: those that count now. */
          calendars?: {
            id: string
            zone: string
            weekly: {
              [key: string]: {
                from: string
                to: string
              }[]
            }
            /** @default [] */
            exceptions?: {
              date: string
              intervals: {
                from: string
                to: string
              }[]
              name?: string
            }[]
          }[]
          /**
           * @description From then on: an instant, or a date, which is its midnight in UTC.
           * @example 2026-03-01
           */
          from: string
          /**
           * @description Before then, and at most 92 days later.
           * @example 2026-04-01
           */
          to: string
          /**
           * @default channel
           * @enum {string}
           */
          groupBy?: 'channel' | 'team' | 'assignee' | 'policy'
        }
      }
    }
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "from": "2026-03-01T00:00:00.000Z",
           *       "to": "2026-04-01T00:00:00.000Z",
           *       "groupBy": "channel",
           *       "actual": [
           *         {
           *           "key": "whatsapp",
           *           "metric": "first_response",
           *           "met": 188,
           *           "breached": 12,
           *           "cancelled": 3,
           *           "open": 1,
           *           "withinTargetPercent": 94,
           *           "elapsedOpenMs": {
           *             "p50": 412000,
           *             "p90": 1510000,
           *             "p95": 3120000,
           *             "max": 9840000
           *           },
           *           "elapsedSinceSentMs": {
           *             "p50": 415000,
           *             "p90": 1744000,
           *             "p95": 3960000,
           *             "max": 66120000
           *           }
           *         }
           *       ],
           *       "simulated": [
           *         {
           *           "key": "whatsapp",
           *           "metric": "first_response",
           *           "met": 171,
           *           "breached": 29,
           *           "cancelled": 3,
           *           "open": 3,
           *           "withinTargetPercent": 85.5,
           *           "elapsedOpenMs": {
           *             "p50": 412000,
           *             "p90": 1510000,
           *             "p95": 3120000,
           *             "max": 9840000
           *           },
           *           "elapsedSinceSentMs": {
           *             "p50": 415000,
           *             "p90": 1744000,
           *             "p95": 3960000,
           *             "max": 66120000
           *           }
           *         }
           *       ],
           *       "conversations": 204,
           *       "truncated": false
           *     }
           */
          'application/json': {
            /** Format: date-time */
            from: string
            /** Format: date-time */
            to: string
            /** @enum {string} */
            groupBy: 'channel' | 'team' | 'assignee' | 'policy'
            actual: components['schemas']['ReportRow'][]
            simulated: components['schemas']['ReportRow'][]
            conversations: number
            truncated: boolean
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      422: components['responses']['ReportTooLarge']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getCalendars: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description The version of the rules, policies and calendars together, for If-Match. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "calendars": [
           *         {
           *           "id": "shop",
           *           "zone": "Europe/Berlin",
           *           "weekly": {
           *             "monday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "tuesday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "wednesday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "thursday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "friday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ]
           *           },
           *           "exceptions": [
           *             {
           *               "date": "2026-04-06",
           *               "intervals": [],
           *               "name": "Easter Monday"
           *             }
           *           ]
           *         }
           *       ],
           *       "version": 7,
           *       "savedAt": "2026-03-02T08:00:00.000Z",
           *       "savedBy": "ada"
           *     }
           */
          'application/json': {
            calendars: components['schemas']['Calendar'][]
            version: number
            savedAt: string | null
            savedBy: string | null
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  putCalendars: {
    parameters: {
      query?: never
      header?: {
        /**
         * @description The ETag of what is changed, as it was read, or several of which any will do. Changed since, it is left alone. A weak one never fits.
         * @example "3"
         */
        'If-Match'?: string
      }
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        /**
         * @example {
         *       "calendars": [
         *         {
         *           "id": "shop",
         *           "zone": "Europe/Berlin",
         *           "weekly": {
         *             "monday": [
         *               {
         *                 "from": "09:00",
         *                 "to": "12:00"
         *               },
         *               {
         *                 "from": "13:00",
         *                 "to": "17:00"
         *               }
         *             ],
         *             "tuesday": [
         *               {
         *                 "from": "09:00",
         *                 "to": "12:00"
         *               },
         *               {
         *                 "from": "13:00",
         *                 "to": "17:00"
         *               }
         *             ],
         *             "wednesday": [
         *               {
         *                 "from": "09:00",
         *                 "to": "12:00"
         *               },
         *               {
         *                 "from": "13:00",
         *                 "to": "17:00"
         *               }
         *             ],
         *             "thursday": [
         *               {
         *                 "from": "09:00",
         *                 "to": "12:00"
         *               },
         *               {
         *                 "from": "13:00",
         *                 "to": "17:00"
         *               }
         *             ],
         *             "friday": [
         *               {
         *                 "from": "09:00",
         *                 "to": "12:00"
         *               },
         *               {
         *                 "from": "13:00",
         *                 "to": "17:00"
         *               }
         *             ]
         *           },
         *           "exceptions": [
         *             {
         *               "date": "2026-04-06",
         *               "intervals": [],
         *               "name": "Easter Monday"
         *             }
         *           ]
         *         }
         *       ]
         *     }
         */
        'application/json': {
          calendars: {
            id: string
            zone: string
            weekly: {
              [key: string]: {
                from: string
                to: string
              }[]
            }
            /** @default [] */
            exceptions?: {
              date: string
              intervals: {
                from: string
                to: string
              }[]
              name?: string
            }[]
          }[]
        }
      }
    }
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          /** @description The version of the rules, policies and calendars together, for If-Match. */
          ETag?: string
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "calendars": [
           *         {
           *           "id": "shop",
           *           "zone": "Europe/Berlin",
           *           "weekly": {
           *             "monday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "tuesday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "wednesday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "thursday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ],
           *             "friday": [
           *               {
           *                 "from": "09:00",
           *                 "to": "12:00"
           *               },
           *               {
           *                 "from": "13:00",
           *                 "to": "17:00"
           *               }
           *             ]
           *           },
           *           "exceptions": [
           *             {
           *               "date": "2026-04-06",
           *               "intervals": [],
           *               "name": "Easter Monday"
           *             }
           *           ]
           *         }
           *       ],
           *       "version": 7,
           *       "savedAt": "2026-03-02T08:00:00.000Z",
           *       "savedBy": "ada"
           *     }
           */
          'application/json': {
            calendars: components['schemas']['Calendar'][]
            version: number
            savedAt: string | null
            savedBy: string | null
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      412: components['responses']['VersionConflict']
      413: components['responses']['BodyTooLarge']
      415: components['responses']['UnsupportedMediaType']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getSlaReport: {
    parameters: {
      query: {
        /**
         * @description From then on: an instant, or a date, which is its midnight in UTC.
         * @example 2026-03-01
         */
        from: string
        /**
         * @description Before then, and at most 92 days later.
         * @example 2026-04-01
         */
        to: string
        /** @description What a row is about, beside its metric. */
        groupBy?: 'channel' | 'team' | 'assignee' | 'policy'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "from": "2026-03-01T00:00:00.000Z",
           *       "to": "2026-04-01T00:00:00.000Z",
           *       "groupBy": "channel",
           *       "rows": [
           *         {
           *           "key": "whatsapp",
           *           "metric": "first_response",
           *           "met": 188,
           *           "breached": 12,
           *           "cancelled": 3,
           *           "open": 1,
           *           "withinTargetPercent": 94,
           *           "elapsedOpenMs": {
           *             "p50": 412000,
           *             "p90": 1510000,
           *             "p95": 3120000,
           *             "max": 9840000
           *           },
           *           "elapsedSinceSentMs": {
           *             "p50": 415000,
           *             "p90": 1744000,
           *             "p95": 3960000,
           *             "max": 66120000
           *           }
           *         }
           *       ]
           *     }
           */
          'application/json': {
            /** Format: date-time */
            from: string
            /** Format: date-time */
            to: string
            /** @enum {string} */
            groupBy: 'channel' | 'team' | 'assignee' | 'policy'
            rows: components['schemas']['ReportRow'][]
          }
          /**
           * @example key,metric,met,breached,cancelled,open,withinTargetPercent,elapsedOpenMs.p50,elapsedOpenMs.p90,elapsedOpenMs.p95,elapsedOpenMs.max,elapsedSinceSentMs.p50,elapsedSinceSentMs.p90,elapsedSinceSentMs.p95,elapsedSinceSentMs.max
           *     whatsapp,first_response,188,12,3,1,94,412000,1510000,3120000,9840000,415000,1744000,3960000,66120000
           */
          'text/csv': string
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      422: components['responses']['ReportTooLarge']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getHandoffReport: {
    parameters: {
      query: {
        /**
         * @description From then on: an instant, or a date, which is its midnight in UTC.
         * @example 2026-03-01
         */
        from: string
        /**
         * @description Before then, and at most 92 days later.
         * @example 2026-04-01
         */
        to: string
        /** @description What a row is about. */
        groupBy?: 'channel' | 'target' | 'reason' | 'verification'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "from": "2026-03-01T00:00:00.000Z",
           *       "to": "2026-04-01T00:00:00.000Z",
           *       "groupBy": "channel",
           *       "rows": [
           *         {
           *           "key": "facebook",
           *           "offered": 40,
           *           "completed": 31,
           *           "expired": 5,
           *           "declined": {
           *             "customer": 0,
           *             "agent": 1,
           *             "platform": 1
           *           },
           *           "open": 2,
           *           "abandoned": 5,
           *           "completedPercent": 81.6,
           *           "completedAfterMs": {
           *             "p50": 704000,
           *             "p90": 5400000,
           *             "max": 86100000
           *           }
           *         }
           *       ]
           *     }
           */
          'application/json': {
            /** Format: date-time */
            from: string
            /** Format: date-time */
            to: string
            /** @enum {string} */
            groupBy: 'channel' | 'target' | 'reason' | 'verification'
            rows: {
              key: string
              offered: number
              completed: number
              expired: number
              declined: {
                customer: number
                agent: number
                platform: number
              }
              open: number
              abandoned: number
              completedPercent: number | null
              completedAfterMs: {
                p50: number
                p90: number
                max: number
              } | null
            }[]
          }
          /**
           * @example key,offered,completed,expired,open,abandoned,completedPercent,declined.customer,declined.agent,declined.platform,completedAfterMs.p50,completedAfterMs.p90,completedAfterMs.max
           *     facebook,40,31,5,2,5,81.6,0,1,1,704000,5400000,86100000
           */
          'text/csv': string
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      422: components['responses']['ReportTooLarge']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  listAccounts: {
    parameters: {
      query?: {
        /**
         * @description A channel of this inbox, or `web`.
         * @example whatsapp
         */
        channel?: string
        /** @description Only accounts of this health. */
        health?: 'healthy' | 'degraded' | 'unknown'
        /** @description How many at most. A filtered page may be shorter and still have a next one. */
        limit?: number
        /** @description `page.next` of an earlier answer to the same question. Opaque; another filter or order refuses it. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "channel": "whatsapp",
           *           "id": "106540352242922",
           *           "name": "+49 30 5550000",
           *           "provider": "meta",
           *           "health": "degraded",
           *           "lastWebhookAt": "2026-03-02T09:15:05.120Z",
           *           "lastSentAt": null,
           *           "lastError": {
           *             "code": "phone_number_quality_changed",
           *             "at": "2026-03-02T08:40:00.000Z"
           *           },
           *           "lastNotice": {
           *             "code": "phone_number_quality_changed",
           *             "detail": "FLAGGED",
           *             "at": "2026-03-02T08:40:00.000Z"
           *           }
           *         }
           *       ],
           *       "page": {
           *         "next": null,
           *         "hasMore": false
           *       }
           *     }
           */
          'application/json': {
            data: components['schemas']['Account'][]
            page: components['schemas']['PageInfo']
          }
        }
      }
      400: components['responses']['ValidationFailedOrCursorInvalid']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getMe: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "id": "ada",
           *       "kind": "human",
           *       "name": "Ada",
           *       "clientId": "4sv0q1a9mkb7s5o3",
           *       "scopes": [
           *         "inbox:read",
           *         "inbox:write"
           *       ]
           *     }
           */
          'application/json': {
            id: string | null
            /** @enum {string} */
            kind: 'human' | 'ai' | 'automation'
            name: string | null
            clientId: string | null
            scopes: ('inbox:read' | 'inbox:write' | 'inbox:admin' | 'inbox:secure')[]
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  readEvents: {
    parameters: {
      query?: {
        /** @description `page.next` of an earlier answer. Without it: from the oldest event that is kept. */
        after?: string
        /** @description How many at most. A filtered page may be shorter and still have a next one. */
        limit?: number
        /** @description How long to wait for the first event where there is none. */
        waitSeconds?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "data": [
           *         {
           *           "type": "message.received",
           *           "id": "evt_jhq5yab3my74pon3fr3qi34d5w",
           *           "version": 1,
           *           "seq": 1,
           *           "revision": 1,
           *           "part": 1,
           *           "occurredAt": "2026-03-02T09:15:05.120Z",
           *           "channel": "whatsapp",
           *           "visibility": "private",
           *           "account": {
           *             "channel": "whatsapp",
           *             "id": "106540352242922"
           *           },
           *           "conversationId": "cnv_pludjloam2v5xlnn3q3xwwgm3w",
           *           "contactId": "ctc_krclznapn4pzenci2tapef6ffy",
           *           "actor": {
           *             "kind": "contact",
           *             "id": "ctc_krclznapn4pzenci2tapef6ffy",
           *             "name": "Ada Vogel"
           *           },
           *           "correlationId": "env_mvtvc5rfpxruh2u3vcykbhkjp6",
           *           "causationId": "env_mvtvc5rfpxruh2u3vcykbhkjp6",
           *           "data": {
           *             "entryId": "msg_pludjloam2v5xlnn3q3xwwgm3w_1",
           *             "direction": "inbound",
           *             "status": "received",
           *             "text": "Is the blue lamp back in stock?",
           *             "truncated": false,
           *             "content": {
           *               "type": "text"
           *             },
           *             "attachments": [],
           *             "replyTo": null,
           *             "providerId": "wamid.HBgNNDkxNTU1MDAwMDAwMRUCABIYFDNBMEM4",
           *             "sentAt": "2026-03-02T09:15:04.000Z",
           *             "late": false
           *           }
           *         }
           *       ],
           *       "page": {
           *         "next": "eyJ2ZXJzaW9uIjoxLCJmaWx0ZXIiOiJrM2ZhcXQ5eHc3YnprMnBkIiwiZGlyZWN0aW9uIjoiYXNjIiwibGFzdCI6eyIwIjoiMTIifX0",
           *         "hasMore": false
           *       }
           *     }
           */
          'application/json': {
            data: components['schemas']['Event'][]
            page: components['schemas']['PageInfo']
          }
        }
      }
      400: components['responses']['ValidationFailedOrCursorInvalid']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      403: components['responses']['InsufficientScope']
      410: components['responses']['CursorExpired']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
  getOpenApi: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description As asked. */
      200: {
        headers: {
          'x-request-id': components['headers']['RequestId']
          [name: string]: unknown
        }
        content: {
          /**
           * @example {
           *       "openapi": "3.1.0",
           *       "info": {
           *         "title": "Inlet"
           *       },
           *       "paths": {}
           *     }
           */
          'application/json': {
            [key: string]: unknown
          }
        }
      }
      400: components['responses']['ValidationFailed']
      401: components['responses']['UnauthenticatedOrAccessTokenRequired']
      429: components['responses']['Status429']
      500: components['responses']['InternalError']
      503: components['responses']['TemporarilyUnavailable']
    }
  }
}
