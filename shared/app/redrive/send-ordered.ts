import type { QueueMessage } from '../ports.ts'
import { sendInOrder } from '../send-envelopes.ts'
import { readLetter } from './read-letter.ts'
import { noteStay, type RedriveRun, removeHeld } from './redrive-run.ts'
import type { Letter } from './redrive-ports.ts'

type Target = 'inbound' | 'outbound'

/** Dead letters of the FIFO queues, and between those of a group the pieces that came before them; then all other pieces. */
export async function sendOrdered(run: RedriveRun): Promise<void> {
  const box = run.deps.boxes.ordered
  for (;;) {
    const letters = await box.take()
    if (letters.length === 0) break
    if (!(await sendLetters(run, letters))) return
  }
  await send(run, 'inbound', run.waiting.rest(), new Map())
}

/** false: a queue takes nothing at the moment, so what follows must wait too. */
async function sendLetters(run: RedriveRun, letters: readonly Letter[]): Promise<boolean> {
  const owners = new Map<QueueMessage, Letter>()
  const messages: Record<Target, QueueMessage[]> = { inbound: [], outbound: [] }
  for (const letter of letters) {
    const content = readLetter(letter.body)
    const message = toMessage(letter)
    if (message === null || (content.kind !== 'envelope' && content.kind !== 'delivery')) {
      noteStay(run, { box: run.deps.boxes.ordered, letters: [letter] }, 'letter_unknown')
      continue
    }
    owners.set(message, letter)
    if (content.kind === 'delivery') messages.outbound.push(message)
    else {
      const earlier = run.waiting.before(message.groupId, content.envelope.receivedAt)
      messages.inbound.push(...earlier, message)
    }
  }
  const inbound = await send(run, 'inbound', messages.inbound, owners)
  return (await send(run, 'outbound', messages.outbound, owners)) && inbound
}

/** The message as it was, so that the queue knows one that it took already. */
function toMessage({ body, groupId, deduplicationId, gapOf }: Letter): QueueMessage | null {
  if (groupId === null || deduplicationId === null) return null
  return { body, groupId, deduplicationId, ...(gapOf === null ? {} : { gapOf }) }
}

async function send(
  run: RedriveRun,
  target: Target,
  messages: readonly QueueMessage[],
  owners: ReadonlyMap<QueueMessage, Letter>,
): Promise<boolean> {
  if (messages.length === 0) return true
  const box = run.deps.boxes.ordered
  const { refused, failed } = await sendInOrder(run.deps[target], messages)
  const unsent = new Set([...refused, ...failed])
  const taken = messages.filter((message) => !unsent.has(message))
  run.report.sent[target] += taken.length
  const letters = taken.flatMap((message) => owners.get(message) ?? [])
  if (letters.length > 0) await removeHeld(run, { box, letters })
  for (const holding of run.waiting.settle(taken)) await removeHeld(run, holding)
  for (const message of unsent) {
    const letter = owners.get(message)
    const reason = failed.includes(message) ? 'queue_unavailable' : 'refused_by_queue'
    // A piece is held by what waits, and given back with it.
    noteStay(run, { box, letters: letter === undefined ? [] : [letter] }, reason)
  }
  return failed.length === 0
}
