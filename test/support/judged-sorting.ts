import type { Conversation } from '../../shared/domain/conversation.ts'
import type { Entry } from '../../shared/domain/entry.ts'
import type { SlaPolicy } from '../../shared/domain/sla/policy.ts'
import type { SlaRules } from '../../shared/domain/sla/rules.ts'

/** The first policy that fits. */
export function findPolicy({ policies }: SlaRules, of: Conversation): SlaPolicy | null {
  const fits = policies.find(({ selector: { channel, visibility, account, priority, tag } }) => {
    const pairs = [
      [channel, of.channel],
      [visibility, of.visibility],
      [account, of.account.id],
      [priority, of.priority],
    ]
    const isTagged = tag === undefined || of.tags.includes(tag)
    return isTagged && pairs.every(([wanted, is]) => wanted === undefined || wanted === is)
  })
  return fits ?? null
}

/** What policies are chosen by, as it was before anything of the log changed it. */
export function toFirstSorting(
  log: readonly Entry[],
  { tags, priority }: Conversation,
): Pick<Conversation, 'tags' | 'priority'> {
  return log
    .toSorted((left, right) => right.seq - left.seq)
    .reduce(
      (after, entry) => {
        if (entry.kind !== 'activity') return after
        if (entry.type === 'conversation.priority_changed') {
          return { ...after, priority: entry.data['from'] as Conversation['priority'] }
        }
        if (entry.type !== 'conversation.tagged') return after
        const { added, removed } = entry.data as { added: string[]; removed: string[] }
        return { ...after, tags: [...after.tags.filter((tag) => !added.includes(tag)), ...removed] }
      },
      { tags, priority },
    )
}

/** Of every question, the first and the next. */
export function asksForAnswers(policy: SlaPolicy | null): boolean {
  return policy?.targets.first_response !== undefined && policy.targets.next_response !== undefined
}
