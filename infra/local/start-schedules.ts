import type { LocalSchedule } from './template/read-schedules.ts'
import type { Weather } from './weather.ts'

/** Scheduler promises the minute, not the second. */
const LATE_MS_MAX = 10_000

export type RunningSchedules = { stop: () => void }

/** Runs each schedule now, as AWS does when it is made, and once every period. A run does not wait for the one before. */
export function startSchedules(options: {
  schedules: readonly LocalSchedule[]
  deliver: (targetArn: string, input: unknown) => Promise<void>
  weather: Weather
  log: (line: string) => void
}): RunningSchedules {
  const { schedules, deliver, weather, log } = options
  const timers = new Set<NodeJS.Timeout>()
  let stopped = false

  function run({ name, targetArn, input }: LocalSchedule): void {
    const isLate = weather.chance('schedule-late')
    const times = weather.chance('schedule-duplicate-delivery') ? 2 : 1
    const delayMs = isLate ? weather.random('schedule-late') * LATE_MS_MAX : 0
    const timer = setTimeout(() => {
      timers.delete(timer)
      for (let time = 0; time < times; time++) {
        deliver(targetArn, input).catch((error: unknown) => {
          if (!stopped) log(`The schedule ${name} could not run ${targetArn}: ${String(error)}`)
        })
      }
    }, delayMs)
    timers.add(timer)
  }

  const periods = schedules.map((schedule) => {
    run(schedule)
    return setInterval(() => run(schedule), schedule.everySeconds * 1000)
  })
  return {
    stop: () => {
      stopped = true
      periods.forEach(clearInterval)
      timers.forEach(clearTimeout)
    },
  }
}
