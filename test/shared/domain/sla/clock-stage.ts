import type { Conversation } from '../../../../shared/domain/conversation.ts'
import { decideAddition } from '../../../../shared/domain/decide-addition.ts'
import { decideAmendment } from '../../../../shared/domain/decide-amendment.ts'
import { claimAttempt } from '../../../../shared/domain/decide-delivery.ts'
import { BUILT_IN_REDACTION } from '../../../../shared/domain/redaction/redaction.ts'
import { decideDue } from '../../../../shared/domain/decide-due.ts'
import { decideSettlement, type Settlement } from '../../../../shared/domain/decide-settlement.ts'
import { decideWorkflow } from '../../../../shared/domain/decide-workflow.ts'
import { withDueAt } from '../../../../shared/domain/due.ts'
import type { ActorKind, Entry, MessageEntry } from '../../../../shared/domain/entry.ts'
import type { InboundMessage, InboundReceipt, ReceiptStatus } from '../../../../shared/domain/inbound.ts'
import type { AmendmentFact } from '../../../../shared/domain/parked-fact.ts'
import { queueMessage } from '../../../../shared/domain/queue-message.ts'
import { laterOf } from '../../../../shared/domain/instants.ts'
import type { ClockFact, EntryMove } from '../../../../shared/domain/sla/clock-facts.ts'
import { toClockFacts } from '../../../../shared/domain/sla/clock-facts.ts'
import type { ClockChannel } from '../../../../shared/domain/sla/clock-input.ts'
import type { ClockRecord } from '../../../../shared/domain/sla/clock-record.ts'
import { decideClocks, looksBack } from '../../../../shared/domain/sla/decide-clocks.ts'
import { DEFAULT_RULES } from '../../../../shared/domain/sla/default-rules.ts'
import { SlaRuleSet, type SlaRules } from '../../../../shared/domain/sla/rules.ts'
import type { WorkflowPatch } from '../../../../shared/domain/workflow.ts'
import { listStagedEvents, type StagedEvent } from './staged-events.ts'

const ID = 'cnv_aaaaaaaaaaaaaaaaaaaaaaaaaa'
const PARTY = {
  identities: [{ channel: 'sms', scope: '-', externalId: '+15550001' }],
  name: null,
  handle: null,
} satisfies InboundMessage['thread']['party']

export type StageSettings = {
  /** As `PUT` takes them. */
  rules?: { policies?: readonly object[]; calendars?: readonly object[] }
  channel?: string
  visibility?: 'public' | 'private'
  clockChannel?: Partial<ClockChannel>
  /** How many lines looking back may read. */
  logMax?: number
}

/** A conversation played by hand: the domain's own decisions, and the clocks moved by each as a unit of work does it. */
export function createStage(settings: StageSettings = {}) {
  const { channel = 'sms', visibility = 'private' } = settings
  const clockChannel = { replyWindow: null, segments: false, canSend: true, ...settings.clockChannel }
  const versions: SlaRules[] = []
  const setRules = (rules: NonNullable<StageSettings['rules']>): void => {
    const set = SlaRuleSet.parse({ policies: DEFAULT_RULES.policies, calendars: [], ...rules })
    versions.push({
      ...set,
      version: versions.length + 1,
      savedAt: '2026-01-01T00:00:00.000Z',
      savedBy: 'test',
    })
  }
  setRules(settings.rules ?? {})
  let conversation: Conversation | null = null
  const log = new Map<number, Entry>()
  const events: StagedEvent[] = []
  const records: ClockRecord[] = []

  function commit(after: Conversation, changed: readonly Entry[], dueUpTo: string | null = null): void {
    const before = conversation
    const moves: EntryMove[] = changed.map((entry) => ({ before: log.get(entry.seq) ?? null, after: entry }))
    const current = versions.at(-1) as SlaRules
    const previous = versions.find(({ version }) => version === before?.sla?.rules) ?? current
    const facts = toClockFacts(moves, after)
    const isIdle = facts.length === 0 && (dueUpTo === null || after.sla === null)
    const rules = { current, previous }
    const move = { before, after, moves, facts, rules, channel: clockChannel, dueUpTo }
    const outcome = isIdle
      ? { conversation: after, entries: changed, records: [] }
      : decideClocks({
          ...move,
          log: readSession(after, changed, facts, dueUpTo).slice(-(settings.logMax ?? 1_000)),
        })
    events.push(...listStagedEvents(outcome.entries, log))
    records.push(...outcome.records)
    for (const entry of outcome.entries) log.set(entry.seq, entry)
    const version = (before?.version ?? 0) + 1
    conversation = { ...withDueAt(before, { ...outcome.conversation, touched: [] }), version }
  }

  /** Only where the unit of work reads it. */
  function readSession(
    { sla, seq: last, updatedAt }: Conversation,
    changed: readonly Entry[],
    facts: readonly ClockFact[],
    dueUpTo: string | null,
  ): Entry[] {
    if (sla === null) return [...changed]
    if (!looksBack(sla, facts, laterOf(dueUpTo, updatedAt))) return []
    const from = Math.max(sla.session.seq, last - (settings.logMax ?? 1_000) + 1)
    const written = new Map([...log.values(), ...changed].map((entry) => [entry.seq, entry]))
    return [...written.values()]
      .filter(({ seq }) => seq >= from)
      .toSorted((left, right) => left.seq - right.seq)
  }

  function read(): Conversation {
    if (conversation === null) throw new Error('nobody has written yet')
    return conversation
  }

  function message(seq: number): MessageEntry {
    const entry = log.get(seq)
    if (entry?.kind !== 'message') throw new Error(`${seq} is no message`)
    return entry
  }

  const addition = (receivedAt: string, isOptOut: boolean) => ({
    conversationId: ID,
    contactId: 'ctc_aaaaaaaaaaaaaaaaaaaaaaaaaa',
    contactName: null,
    channel,
    provider: 'twilio',
    account: { id: 'acc', name: null },
    receivedAt,
    causationId: 'env_test',
    repliedEntryId: null,
    raw: null,
    isOptOut,
    shards: { queue: 4, feed: 1 },
  })

  function settle(seq: number, settlement: Settlement, at: string): void {
    const origin = { at, causationId: 'test' }
    const outcome = decideSettlement(message(seq), read(), settlement, origin)
    if (outcome.kind === 'changed') commit(outcome.conversation, [outcome.entry])
  }

  function amend(seq: number, at: string, amendment: AmendmentFact['amendment']): void {
    const fact = { amendment, key: `${at} ${seq}`, receivedAt: at, causationId: 'env_test' }
    const outcome = decideAmendment(message(seq), read(), fact)
    if (outcome.kind === 'changed') commit(outcome.conversation, [outcome.entry])
  }

  return {
    events,
    records,
    setRules,
    get conversation() {
      return read()
    },
    get rules() {
      return versions.at(-1) as SlaRules
    },
    get log() {
      return [...log.values()].toSorted((left, right) => left.seq - right.seq)
    },
    /** Types of the clocks' events with what tells them apart. */
    said: (): string[] =>
      events
        .filter(({ type }) => type.startsWith('sla.'))
        .map(({ type, data }) => `${type.slice(4)} ${String(data['metric'])} ${String(data['instance'])}`),
    last: (type: string): StagedEvent | undefined => events.findLast((event) => event.type === type),
    /** The customer's message; its number. */
    customerWrites: (
      at: string,
      options: { sentAt?: string; isOptOut?: boolean; content?: MessageEntry['content'] } = {},
    ): number => {
      const thread =
        visibility === 'private'
          ? { visibility, party: PARTY }
          : { visibility, party: PARTY, root: 'post', parent: 'post', subject: null }
      const { entry, conversation: after } = decideAddition(
        conversation,
        {
          kind: 'message',
          providerId: `p${at}${log.size}`,
          thread,
          sentAt: options.sentAt ?? at,
          text: 'hello',
          content: options.content ?? { type: 'text' },
          attachments: [],
          replyTo: null,
          referral: null,
          forwarded: false,
        },
        addition(at, options.isOptOut ?? false),
      )
      commit(after, [entry])
      return entry.seq
    },
    /** A reply that waits to be sent; its number. */
    agentWrites: (at: string, kind: ActorKind = 'human'): number => {
      const { conversation: after, entry } = queueMessage(read(), {
        text: 'answer',
        quickReplies: [],
        template: null,
        actor: { kind, id: 'ada', name: null },
        causationId: 'req_test',
        now: new Date(at),
        rule: 'standard',
        until: null,
        replyTo: null,
        segments: false,
      })
      commit(after, [entry])
      return entry.seq
    },
    /** The call is made; from then on it is under way. */
    attempts: (seq: number, at: string): void =>
      commit(claimAttempt(read(), message(seq), new Date(at), BUILT_IN_REDACTION), []),
    accepts: (seq: number, at: string, savedAt = at): void =>
      settle(seq, { kind: 'sent', providerId: `p${seq}`, sentAt: at }, savedAt),
    /** Nobody knows whether it was sent. It must have been attempted. */
    loses: (seq: number, at: string): void =>
      settle(seq, { kind: 'unknown', number: read().sending?.attempt?.number ?? 1, reason: 'no_answer' }, at),
    fails: (seq: number, at: string): void => {
      const isOpen = message(seq).status === 'queued' || message(seq).status === 'unknown'
      if (isOpen) {
        return settle(seq, { kind: 'failed', code: 'platform_rejected', providerCode: null, title: 'no' }, at)
      }
      amend(seq, at, toReceipt(seq, 'failed', at))
    },
    /** Given up by us, and yet the platform has it. */
    revives: (seq: number, at: string): void =>
      settle(seq, { kind: 'sent', providerId: `p${seq}`, sentAt: at }, at),
    /** A receipt had waited for the answer to the call. */
    acceptsAndFails: (seq: number, at: string): void => {
      const taken = { kind: 'sent', providerId: `p${seq}`, sentAt: at } as const
      const sent = decideSettlement(message(seq), read(), taken, { at, causationId: 'test' })
      if (sent.kind !== 'changed') throw new Error(`${seq} cannot be sent`)
      const amendment = toReceipt(seq, 'failed', at)
      const fact = { amendment, key: `${at} ${seq}`, receivedAt: at, causationId: 'env_test' }
      const failed = decideAmendment(sent.entry, sent.conversation, fact)
      if (failed.kind === 'changed') commit(failed.conversation, [failed.entry])
    },
    receipt: (seq: number, status: 'delivered' | 'read', at: string): void =>
      amend(seq, at, toReceipt(seq, status, at)),
    /** Typed in the platform's own app. */
    externalWrites: (at: string, sentAt = at): number => {
      const echo = {
        kind: 'echo' as const,
        providerId: `e${at}`,
        thread: { visibility: 'private' as const, party: PARTY },
        sentAt,
        text: 'from the app',
        content: { type: 'text' as const },
        attachments: [],
        replyTo: null,
        forwarded: false,
        correlation: null,
        raw: null,
      }
      const { entry, conversation: after } = decideAddition(conversation, echo, addition(at, false))
      commit(after, [entry])
      return entry.seq
    },
    edits: (seq: number, at: string, text: string): void =>
      amend(seq, at, {
        kind: 'edit',
        target: '',
        by: 'contact',
        at,
        text,
        content: { type: 'text' },
        attachments: [],
      }),
    removes: (seq: number, at: string): void =>
      amend(seq, at, { kind: 'removal', target: '', by: 'contact', at }),
    reacts: (seq: number, at: string, emoji: string | null): void =>
      amend(seq, at, { kind: 'reaction', target: '', by: 'contact', at, emoji, party: PARTY }),
    patches: (at: string, patch: WorkflowPatch): void => {
      const context = {
        now: new Date(at),
        actor: { kind: 'human', id: 'ada', name: null },
        causationId: 'req',
      } as const
      const decision = decideWorkflow(read(), patch, context)
      if (decision.kind === 'refused') throw new Error(decision.detail)
      if (decision.kind === 'changed') commit(decision.conversation, decision.entries)
    },
    notes: (at: string): void => {
      const seq = read().seq + 1
      const actor = { kind: 'human', id: 'ada', name: null } as const
      const written = { revision: 1, at, actor, causationId: 'req', caused: [], changes: [] }
      const note: Entry = { kind: 'note', conversationId: ID, seq, ...written, text: 'for us' }
      commit({ ...read(), seq, updatedAt: at }, [note])
    },
    /** A timer looks at the conversation. */
    ticks: (at: string): void => {
      const decision = decideDue(read(), { entries: log, canLookUp: false, rules: null, now: at })
      if (decision !== null) commit(decision.conversation, decision.entries, at)
    },
  }
}

function toReceipt(seq: number, status: ReceiptStatus, at: string): InboundReceipt {
  return { kind: 'receipt', target: `p${seq}`, status, at, correlation: null, error: null }
}
