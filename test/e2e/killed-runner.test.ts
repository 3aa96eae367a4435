import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createBusReader, createFeedReader } from '../prove/event-readers.ts'
import { countToldFiles, hasWaitingFile } from '../prove/file-fates.ts'
import { createInboxClient } from '../prove/inbox-client.ts'
import { judgeEvents } from '../prove/judge-events.ts'
import { judgeLog } from '../prove/judge-log.ts'
import { countEvents } from '../prove/lane.ts'
import { makePlan } from '../prove/plan.ts'
import { toPlatformFiles } from '../prove/platform-files.ts'
import { readLog } from '../prove/read-log.ts'
import { sendPosts } from '../prove/send-posts.ts'
import { waitUntilQuiet } from '../prove/wait-until-quiet.ts'
import { type SpawnedRunner, spawnRunner } from '../support/spawn-runner.ts'

const MESSAGES = 120
/** Without the one whose people change their ids: who plays them waits in between until all is stored, and a dead runner tells nobody. */
const PLAYED = ['facebook', 'twitter', 'sms']
/** Room for a fetch that died with the runner: after six minutes its file is asked for again. */
const DEADLINE_MS = 900_000

it(
  'a runner killed twice while messages flow, started again with its data: this guarantees that what was acknowledged is stored and every event comes out',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'inlet-killed-'))
    const start = async (weather: 'calm' | 'rough'): Promise<SpawnedRunner> => {
      const started = await spawnRunner({ INLET_DATA: dataDir, INLET_WEATHER: weather })
      await haveFiles(started.url)
      return started
    }
    let runner = await start('rough')
    onTestFinished(async () => {
      await runner.kill()
      await runner.gone
      rmSync(dataDir, { recursive: true, force: true })
    })
    const inboxUrl = (): string => runner.url
    const signal = AbortSignal.timeout(DEADLINE_MS)

    const plan = makePlan({
      seed: 5,
      entries: MESSAGES,
      customers: 12,
      startAt: new Date(Date.now() - 3_600_000),
      channels: PLAYED,
    })
    const [posts = [], ...others] = plan.rounds
    expect(others).toEqual([])
    const killAt = [0.3, 0.7].map((share) => Math.round(posts.length * share))
    let accepted = 0
    let killing = Promise.resolve()
    await sendPosts(posts, {
      seed: plan.seed,
      inboxUrl,
      signal,
      onAccepted: () => {
        accepted += 1
        if (!killAt.includes(accepted)) return
        killing = runner.kill().then(async () => {
          runner = await start('rough')
        })
      },
    })
    await killing
    // The weather kills functions too, each time for another six minutes. What is left is settled without it.
    await runner.stop()
    runner = await start('calm')

    const client = createInboxClient({ inboxUrl, signal })
    const [live, bus] = [createFeedReader(client), createBusReader(inboxUrl)]
    const expected = [...countEvents(plan.lanes).values()].reduce((sum, count) => sum + count, 0)
    const isBusy = async (): Promise<boolean> => hasWaitingFile(await readLog(client, plan.lanes))
    await waitUntilQuiet({ readers: [live, bus], expected, isBusy, deadlineMs: DEADLINE_MS })

    const feed = createFeedReader(client)
    await feed.read()
    const read = await readLog(client, plan.lanes)
    const files = countToldFiles(feed.events)
    const log = judgeLog(plan.lanes, read, { replies: new Set(), files })
    const published = { feed: feed.events, live: live.events, bus: bus.events }
    const events = judgeEvents(plan.lanes, log.found, published)
    expect([...log.findings, ...events.findings].filter(({ count }) => count > 0)).toEqual([])
    expect(log.stored).toBe(MESSAGES)
    const told = [...files.values()].reduce((sum, count) => sum + count, 0)
    expect(events.seen).toBe(expected + told)
  },
  DEADLINE_MS + 30_000,
)

/** Platforms that were killed have forgotten which files they had. */
async function haveFiles(inboxUrl: string): Promise<void> {
  for (const [id, file] of Object.entries(toPlatformFiles(false))) {
    const put = await fetch(`${inboxUrl}/local/media/${id}`, { method: 'PUT', body: JSON.stringify(file) })
    expect(put.status).toBe(200)
  }
}
