import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock, Pacer } from '../../shared/app/ports.ts'

export const systemClock: Clock = { now: () => new Date() }

export const systemPacer: Pacer = {
  sleep: (milliseconds) => sleep(milliseconds),
  random: () => Math.random(),
}
