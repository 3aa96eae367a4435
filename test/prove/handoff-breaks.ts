import type { ReadConversation } from './judge-log.ts'
import { at, type Break, replace } from './break-lists.ts'
import type { ReadBack } from './judge.ts'

/** The first has come: its conversations are the first two. */
const logOf = ({ handoffs }: ReadBack, index: number): ReadConversation => at(handoffs.conversations, index)

export const HANDOFF_BREAKS: readonly Break[] = [
  {
    finding: 'handoffs unaccounted',
    name: 'one that was offered is not listed',
    break: ({ handoffs }) => void (handoffs.listed as unknown[]).pop(),
  },
  {
    finding: 'handoffs unaccounted',
    name: 'one is listed that nobody offered',
    break: ({ handoffs }) => {
      ;(handoffs.listed as unknown[]).push({ ...at(handoffs.listed, 2), id: 'hnd_nobodys' })
    },
  },
  {
    finding: 'handoffs whose steps differ',
    name: 'a step is not in the log',
    break: (read) => void logOf(read, 0).entries.pop(),
  },
  {
    finding: 'handoffs whose steps differ',
    name: 'a step was told on the bus by another name',
    break: ({ handoffs: { events } }) => {
      replace(events.bus, 0, { ...at(events.bus, 0), type: 'handoff.expired' })
    },
  },
  {
    finding: 'words of a handoff lost',
    name: 'what the customer wrote in private is not there',
    break: (read) => void logOf(read, 1).entries.pop(),
  },
  {
    finding: 'words of a handoff twice',
    name: 'what the customer wrote is there twice',
    break: (read) => void logOf(read, 1).entries.push(at(logOf(read, 1).entries, 0)),
  },
  {
    finding: 'words on the other side of a handoff',
    name: 'what the customer wrote in private stands in public',
    break: (read) => void Object.assign(logOf(read, 1).conversation, { visibility: 'public' }),
  },
  {
    finding: 'pages of secure threads that differ',
    name: 'the page shows something twice',
    break: ({ handoffs }) => void at(handoffs.played, 0).page?.push(at(handoffs.played, 0).page?.[0] ?? ''),
  },
  {
    finding: 'handoffs that nobody noticed',
    name: 'the customer came, and it still waits',
    break: ({ handoffs }) => void Object.assign(at(handoffs.listed, 0), { state: 'delivered' }),
  },
  {
    finding: 'handoffs not linked',
    name: 'the private conversation does not name the public one',
    break: (read) => void Object.assign(logOf(read, 1).conversation, { linked: [] }),
  },
]
