import { systemPacer } from '../../functions/edge/system.ts'
import { createIngestEnvelope } from '../../shared/app/ingest-envelope.ts'
import type { IngestOutcome } from '../../shared/app/ingest-context.ts'
import { createClockChannels } from '../../shared/app/move-clocks.ts'
import type { InboxStore, QuarantinePiece } from '../../shared/app/ports.ts'
import { createRecordAccount } from '../../shared/app/record-account.ts'
import { createAccountStore } from '../../shared/aws/account-store.ts'
import type { Table } from '../../shared/aws/dynamo.ts'
import { createInboxStore } from '../../shared/aws/inbox-store.ts'
import type { Channel } from '../../shared/channels/contract.ts'
import { findChannel } from '../../shared/channels/registry.ts'
import type { MessageEntry } from '../../shared/domain/entry.ts'
import type { Envelope } from '../../shared/domain/envelope.ts'
import { toDigest } from '../../shared/domain/digest.ts'
import type { Identity, Party } from '../../shared/domain/identity.ts'
import type { InboundEcho, InboundEdit, InboundEvent, InboundMessage } from '../../shared/domain/inbound.ts'

const NOBODY: Identity = { channel: 'whatsapp', scope: '-', externalId: 'nobody' }

export const RECEIVED_AT = '2026-01-01T10:00:00.000Z'

export type ScriptedIngest = {
  store: InboxStore
  kept: QuarantinePiece[]
  /** Ingests what a channel is said to have parsed out of one envelope. */
  ingest: (events: readonly InboundEvent[], envelope?: Partial<Envelope>) => Promise<IngestOutcome[]>
  /** The log of a conversation. */
  readEntries: (conversationId: string) => Promise<MessageEntry[]>
  /** The log of the conversation that an identity leads to on an account. */
  readLog: (identity: Identity, accountId?: string) => Promise<MessageEntry[]>
}

/** Ingest over a real table, with a channel that parses an envelope into what the test put there. */
export function createScriptedIngest(
  table: Table,
  options: { now?: () => Date; retentionDays?: number; store?: (store: InboxStore) => InboxStore } = {},
): ScriptedIngest {
  const clock = { now: options.now ?? (() => new Date()) }
  const store = createInboxStore(table, { clock, retentionDays: options.retentionDays ?? null })
  const kept: QuarantinePiece[] = []
  const run = createIngestEnvelope({
    findChannel: () => ({
      ...(findChannel('whatsapp') as Channel),
      parse: (envelope) => envelope.payload as InboundEvent[],
    }),
    store: options.store?.(store) ?? store,
    clockChannels: createClockChannels(findChannel),
    recordAccount: createRecordAccount({
      accounts: createAccountStore(table, clock),
      clock,
      pacer: systemPacer,
      feedShards: 1,
    }),
    quarantine: {
      keep: (piece) => {
        kept.push(piece)
        return Promise.resolve({ id: `qrt_${kept.length}` })
      },
    },
    clock,
    pacer: systemPacer,
    shards: { queue: 4, feed: 1 },
  })
  return {
    store,
    kept,
    ingest: (events, envelope) =>
      run({
        version: 1,
        source: 'whatsapp',
        channel: 'whatsapp',
        provider: 'meta',
        account: { id: 'acc', name: null },
        receivedAt: RECEIVED_AT,
        key: toDigest([JSON.stringify(events)]),
        payload: events,
        ...envelope,
      }),
    readEntries: (conversationId) => readEntries(store, conversationId),
    readLog: async (identity, accountId = 'acc') => {
      const [record] = await store.identities([identity], 'consistent')
      return readEntries(store, record?.conversations[accountId] ?? '')
    },
  }
}

async function readEntries(store: InboxStore, conversationId: string): Promise<MessageEntry[]> {
  const conversation = await store.conversation(conversationId, 'consistent')
  const seqs = Array.from({ length: conversation?.seq ?? 0 }, (_, index) => index + 1)
  const entries = await Promise.all(seqs.map((seq) => store.entry(conversationId, seq, 'consistent')))
  return entries.filter((entry) => entry?.kind === 'message')
}

export function toParty(...identities: [Identity, ...Identity[]]): Party {
  return { identities, name: 'Ada', handle: null }
}

export function toMessage(providerId: string, party: Party, text = providerId): InboundMessage {
  return {
    kind: 'message',
    providerId,
    thread: { visibility: 'private', party },
    sentAt: '2026-01-01T09:59:59.000Z',
    text,
    content: { type: 'text' },
    attachments: [],
    replyTo: null,
    referral: null,
    forwarded: false,
  }
}

/** A comment or post of a customer. Without a parent it is the root itself. */
export function toComment(
  providerId: string,
  party: Party,
  root: string,
  parent: string | null,
): InboundMessage {
  return {
    ...toMessage(providerId, party),
    thread: { visibility: 'public', party, root, parent, subject: null },
    replyTo: parent,
  }
}

/** A message of our side, as it comes back. */
export function toEcho(providerId: string, thread: InboundEcho['thread'], sentAt: string): InboundEcho {
  const { referral: _, ...words } = toMessage(providerId, toParty(NOBODY))
  const replyTo = thread.visibility === 'public' ? thread.parent : null
  return { ...words, kind: 'echo', thread, sentAt, replyTo, correlation: null, raw: null }
}

export function toOwnReply(providerId: string, parent: string, sentAt: string, root = 'post'): InboundEcho {
  return toEcho(providerId, { visibility: 'public', party: null, root, parent, subject: null }, sentAt)
}

export function toEdit(target: string, text: string, at: string): InboundEdit {
  return { kind: 'edit', target, by: 'contact', at, text, content: { type: 'text' }, attachments: [] }
}
