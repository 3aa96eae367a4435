import { startLocalStack, type LocalStackOptions } from './start-stack.ts'

/** Runs a stack until a signal, then stops it. Resolves with the exit code. A second signal does not wait. */
export async function runUntilStopped(options: LocalStackOptions & { next: string }): Promise<number> {
  const { log } = options
  const signalled = new Promise<'signal'>((resolve) => {
    let signals = 0
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        signals += 1
        if (signals > 1) process.exit(1)
        resolve('signal')
      })
    }
  })
  const running = await startLocalStack(options)
  log(`Inlet ready at ${running.url}`)
  log(options.next)
  const reason = await Promise.race([signalled, running.died.then(() => 'died' as const)])
  log(reason === 'signal' ? 'Stopping: finishing what runs.' : 'The emulators ended by themselves. Stopping.')
  await running.stop()
  return reason === 'signal' ? 0 : 1
}
