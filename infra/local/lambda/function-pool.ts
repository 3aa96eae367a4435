import { randomUUID } from 'node:crypto'
import type { LocalFunction } from '../template/read-functions.ts'
import type { Weather } from '../weather.ts'
import { startFunctionInstance, type FunctionInstance, type InvocationOutcome } from './function-instance.ts'
import type { FunctionLog } from './function-log.ts'

/** A laptop's share of Lambda's thousand: more events at once wait for an instance. */
const INSTANCES_MAX = 16
/**
 * Lambda starts an instance at once; here each costs a quarter of a second of a core that the busy ones need. An event
 * waits this long for one to come free before another is started.
 */
const GROWTH_DELAY_MS = 50
/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const EVENT_BYTES_MAX = 6 * 1024 * 1024

export type FunctionPool = {
  definition: LocalFunction
  instancesMax: number
  /** Starts one instance before the first event, so that nobody waits for it and a broken import shows at once. */
  warm: () => Promise<void>
  invoke: (event: unknown) => Promise<InvocationOutcome>
  /** Kills one instance that is handling an event, or the first one there is. False when there is none. */
  killOne: () => boolean
  /** Waits for what runs, at most so long, then ends every instance. */
  stop: (patienceMs: number) => Promise<void>
}

/** The instances of one function: reused, added up to the limit, replaced when they die. */
export function createFunctionPool(options: {
  definition: LocalFunction
  environment: Record<string, string>
  weather: Weather
  log: FunctionLog
}): FunctionPool {
  const { definition, environment, weather, log } = options
  const instancesMax = Math.min(definition.reservedConcurrency ?? INSTANCES_MAX, INSTANCES_MAX)
  const idle: FunctionInstance[] = []
  const busy = new Set<FunctionInstance>()
  const queue: ((instance: FunctionInstance) => void)[] = []
  const crash = createCrasher(weather)
  let stopped = false

  const acquire = (): Promise<FunctionInstance> => {
    for (let instance = idle.pop(); instance !== undefined; instance = idle.pop()) {
      if (!instance.alive()) continue
      busy.add(instance)
      return Promise.resolve(instance)
    }
    if (busy.size === 0) return Promise.resolve(start())
    return new Promise((resolve) => {
      queue.push(resolve)
      const grow = (): void => {
        const place = queue.indexOf(resolve)
        if (place !== -1 && busy.size < instancesMax) queue.splice(place, 1).map((next) => next(start()))
      }
      setTimeout(grow, GROWTH_DELAY_MS)
    })
  }
  const start = (): FunctionInstance => {
    const instance = startFunctionInstance(definition, environment, log)
    busy.add(instance)
    return instance
  }
  const release = (instance: FunctionInstance): void => {
    busy.delete(instance)
    if (instance.alive()) idle.push(instance)
    const next = queue.shift()
    if (next !== undefined) void acquire().then(next)
  }

  return {
    definition,
    instancesMax,
    warm: async () => {
      const instance = await acquire()
      await instance.initialize()
      release(instance)
    },
    invoke: async (event) => {
      const body = JSON.stringify(event)
      if (Buffer.byteLength(body) > EVENT_BYTES_MAX) {
        return {
          kind: 'failed',
          errorType: 'RequestTooLargeException',
          errorMessage: 'The event is over 6 MB.',
        }
      }
      if (stopped)
        return { kind: 'failed', errorType: 'ServiceException', errorMessage: 'The runner is stopping.' }
      const instance = await acquire()
      const spared = crash(instance)
      try {
        return await instance.invoke(randomUUID(), body)
      } finally {
        spared()
        release(instance)
      }
    },
    killOne: () => {
      const [instance = idle.at(-1)] = busy
      instance?.kill()
      return instance !== undefined
    },
    stop: async (patienceMs) => {
      stopped = true
      const deadline = Date.now() + patienceMs
      while (busy.size > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10))
      for (const instance of [...busy, ...idle]) instance.kill()
      await log.close()
    },
  }
}

/** Weather: the host dies at a random point of a typical run. Returns what to call when the run is over. */
function createCrasher(weather: Weather): (instance: FunctionInstance) => () => void {
  let typicalMs = 50
  return (instance) => {
    const startedAt = Date.now()
    const timer = weather.chance('function-crash')
      ? setTimeout(() => instance.kill(), weather.random('function-crash') * typicalMs)
      : undefined
    return () => {
      clearTimeout(timer)
      if (instance.alive()) typicalMs = typicalMs * 0.9 + (Date.now() - startedAt) * 0.1
    }
  }
}
