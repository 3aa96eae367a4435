import type { FauxqsInflight, FauxqsMessage, FauxqsQueue } from './fauxqs-parts.ts'

/**
 * Makes fauxqs's FIFO queues behave as AWS documents: a receive returns several messages of one group, and a group whose
 * messages become visible again keeps its order, whatever order they come back in. fauxqs 2.4 returns one message of a
 * group per receive and puts each returned one in front.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export function teachFifoGroups(prototype: FauxqsQueue): void {
  const { dequeueFifo, changeVisibility, processTimers } = prototype

  prototype.dequeueFifo = function dequeueWithGroups(count, visibility, dlq) {
    const wanted = Math.min(count, 10)
    const locked = new Map(this.fifoLockedGroups)
    const received = dequeueFifo.call(this, 1, visibility, dlq)
    while (received.length < wanted) {
      // Groups that this receive locked itself stay open to it: the next turn takes their next message.
      const lockedByUs = [...this.fifoLockedGroups].filter(([group]) => !locked.has(group))
      for (const [group] of lockedByUs) this.fifoLockedGroups.delete(group)
      const more = dequeueFifo.call(this, 1, visibility, dlq)
      for (const [group, held] of lockedByUs) {
        this.fifoLockedGroups.set(group, held + (this.fifoLockedGroups.get(group) ?? 0))
      }
      if (more.length === 0) break
      received.push(...more)
    }
    return received
  }

  prototype.changeVisibility = function changeInOrder(receiptHandle, seconds) {
    changeVisibility.call(this, receiptHandle, seconds)
    if (seconds === 0 && this.isFifo()) sortGroups(this)
  }

  prototype.processTimers = function processInOrder() {
    const due = this.isFifo() && [...this.inflightMessages.values()].some(isDue)
    processTimers.call(this)
    if (due) sortGroups(this)
  }
}

function isDue(inflight: FauxqsInflight): boolean {
  return inflight.visibilityDeadline <= Date.now()
}

function sortGroups(queue: FauxqsQueue): void {
  for (const messages of queue.fifoMessages.values()) messages.sort(bySequence)
}

function bySequence(left: FauxqsMessage, right: FauxqsMessage): number {
  return (left.sequenceNumber ?? '') < (right.sequenceNumber ?? '') ? -1 : 1
}
