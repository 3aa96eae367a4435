import type { UnitOfWork } from '../unit-of-work.ts'
import type { ThreadDeps } from './thread-deps.ts'

/** What finding a visitor reads, for whoever changes nothing. */
export function toThreadReads({
  store,
}: Pick<ThreadDeps, 'store'>): Pick<UnitOfWork, 'handoff' | 'handoffPass' | 'threadAccess' | 'conversation'> {
  return {
    handoff: (id) => store.handoff(id, 'consistent'),
    handoffPass: store.handoffPass,
    threadAccess: store.threadAccess,
    conversation: (id) => store.conversation(id, 'consistent'),
  }
}
