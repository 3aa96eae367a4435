import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import type { LocalBus } from '../../../../infra/local/template/read-buses.ts'
import {
  clientOptions,
  eventually,
  useFronts,
  type FrontSetting,
  type RunningFront,
} from './running-front.ts'

const BUS_ARN = 'arn:aws:events:us-east-1:000000000000:event-bus/inbox'
const TARGET = 'arn:aws:lambda:us-east-1:000000000000:function:timers'
const fronts = useFronts()

function busWith(target: Partial<LocalBus['rules'][number]['targets'][number]> = {}): LocalBus {
  return {
    name: 'inbox',
    arn: BUS_ARN,
    rules: [
      {
        name: 'received',
        pattern: { source: ['inlet'], 'detail-type': [{ prefix: 'message.' }] },
        targets: [{ arn: TARGET, ...target }],
        elsewhere: [],
      },
    ],
  }
}

async function start(setting: FrontSetting = {}): Promise<{ bus: EventBridgeClient; front: RunningFront }> {
  const front = await fronts.start({ buses: [busWith()], deliver: async () => undefined, ...setting })
  return { bus: new EventBridgeClient(clientOptions(front)), front }
}

function entry(change: Partial<PutEventsRequestEntry> = {}): PutEventsRequestEntry {
  return {
    EventBusName: 'inbox',
    Source: 'inlet',
    DetailType: 'message.received',
    Detail: '{"n":1}',
    ...change,
  }
}

function put(...Entries: PutEventsRequestEntry[]): PutEventsCommand {
  return new PutEventsCommand({ Entries })
}

/** A target that keeps what it takes, and refuses as long as `refuses` says so. */
function target(refuses: () => boolean = () => false): {
  deliver: (arn: string, event: unknown) => Promise<void>
  taken: unknown[]
  asked: () => number
} {
  const taken: unknown[] = []
  let asked = 0
  return {
    taken,
    asked: () => asked,
    deliver: async (_arn, event) => {
      asked += 1
      if (refuses()) throw new Error('not now')
      taken.push(event)
    },
  }
}

describe('PutEvents: this guarantees that', () => {
  it('an accepted event reaches its target and the log as EventBridge writes it', async () => {
    const { deliver, taken } = target()
    const { bus, front } = await start({ deliver })
    const answer = await bus.send(
      put(
        entry({ EventBusName: BUS_ARN, Time: new Date('2026-01-02T03:04:05.678Z'), Resources: ['arn:r'] }),
        entry({ DetailType: 'sla.breached' }),
      ),
    )
    expect(answer.FailedEntryCount).toBe(0)
    const [first, second] = answer.Entries ?? []
    const event = {
      version: '0',
      id: first?.EventId,
      'detail-type': 'message.received',
      source: 'inlet',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'us-east-1',
      resources: ['arn:r'],
      detail: { n: 1 },
    }
    expect(front.events()[0]).toEqual(event)
    expect(front.events().map(({ id }) => id)).toEqual([first?.EventId, second?.EventId])
    expect(
      await eventually(
        () => taken,
        ({ length }) => length > 0,
      ),
    ).toEqual([event])
  })

  it.each([
    { name: 'no source', change: { Source: '' }, code: 'InvalidArgument' },
    { name: 'no detail type', change: { DetailType: undefined }, code: 'InvalidArgument' },
    { name: 'no detail', change: { Detail: undefined }, code: 'InvalidArgument' },
    { name: 'detail that is not JSON', change: { Detail: '{' }, code: 'MalformedDetail' },
    { name: 'detail that is no object', change: { Detail: '[1]' }, code: 'MalformedDetail' },
    { name: 'an unknown bus', change: { EventBusName: 'other' }, code: 'InvalidArgument' },
    { name: 'a source of AWS', change: { Source: 'aws.s3' }, code: 'NotAuthorizedForSourceException' },
  ])('a bad entry fails alone: $name', async ({ change, code }) => {
    const { bus, front } = await start()
    const answer = await bus.send(put(entry(change as PutEventsRequestEntry), entry()))
    expect(answer.FailedEntryCount).toBe(1)
    expect(answer.Entries?.[0]).toMatchObject({ ErrorCode: code })
    expect(front.events().map(({ id }) => id)).toEqual([answer.Entries?.[1]?.EventId])
  })

  it.each([
    { name: 'no entry', entries: [] },
    { name: 'eleven entries', entries: Array.from({ length: 11 }, () => entry()) },
    { name: '1 MB together', entries: [entry({ Detail: `{"x":"${'x'.repeat(1_048_576)}"}` })] },
  ])('a request that EventBridge refuses as a whole is refused: $name', async ({ entries }) => {
    const { bus, front } = await start()
    await expect(bus.send(put(...entries))).rejects.toMatchObject({ name: 'ValidationException' })
    expect(front.events()).toEqual([])
  })

  it('an entry that fails in rough weather is named, and is not on the bus', async () => {
    const { bus, front } = await start({ always: ['bus-entry-failed'] })
    const answer = await bus.send(put(entry(), entry()))
    expect(answer.FailedEntryCount).toBe(2)
    expect(answer.Entries?.[0]?.ErrorCode).toMatch(/^(InternalFailure|ThrottlingException)$/)
    expect(front.events()).toEqual([])
  })

  it('a rule with an unknown operator stops the start', async () => {
    const buses: LocalBus[] = [
      {
        name: 'inbox',
        arn: BUS_ARN,
        rules: [{ name: 'odd', pattern: { source: [{ like: 'x' }] }, targets: [], elsewhere: [] }],
      },
    ]
    await expect(fronts.start({ buses })).rejects.toThrow(/odd\.source, operator "like"/)
  })
})

describe('the bus log: this guarantees that', () => {
  it('events are in the file when they are answered, and a restart continues behind them', async () => {
    const first = await start()
    const answer = await first.bus.send(put(entry(), entry(), entry()))
    const file = join(first.front.dataDir, 'bus', 'events.jsonl')
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(3)
    // What a crash in the middle of a write leaves behind.
    appendFileSync(file, '{"sequence":4,"bus":"inb')

    const second = await start({ dataDir: first.front.dataDir })
    const later = await second.bus.send(put(entry()))
    const ids = [...(answer.Entries ?? []), ...(later.Entries ?? [])].map(({ EventId }) => EventId)
    expect(second.front.events().map(({ id }) => id)).toEqual(ids)
    expect(second.front.events(ids[1]).map(({ id }) => id)).toEqual(ids.slice(2))
    expect(second.front.events('3').map(({ id }) => id)).toEqual(ids.slice(3))
    expect(second.front.events(ids[3])).toEqual([])
  })

  it('an answered event survives a SIGKILL', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'inlet-killed-'))
    const script = fileURLToPath(new URL('./front-process.ts', import.meta.url))
    const child = spawn(process.execPath, ['--no-warnings', script, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
      const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
      const bus = new EventBridgeClient({ endpoint: line, region: 'us-east-1', credentials })
      const answer = await bus.send(put(entry(), entry()))
      child.kill('SIGKILL')
      await once(child, 'exit')
      const { front } = await start({ dataDir })
      expect(front.events().map(({ id }) => id)).toEqual(answer.Entries?.map(({ EventId }) => EventId))
    } finally {
      child.kill('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    }
  })

  it('a delivery that was open at the end is taken up by the next start, and a settled one is not', async () => {
    const broken = target(() => true)
    const first = await start({ deliver: broken.deliver })
    await first.bus.send(put(entry({ Detail: '{"n":"open"}' })))
    await eventually(broken.asked, (asked) => asked > 0)
    await first.front.stop()

    const working = target()
    const second = await start({ dataDir: first.front.dataDir, deliver: working.deliver })
    await eventually(
      () => working.taken,
      ({ length }) => length > 0,
    )
    await second.front.stop()
    const idle = target()
    const third = await start({ dataDir: first.front.dataDir, deliver: idle.deliver })
    await third.bus.send(put(entry({ Detail: '{"n":"new"}' })))
    await eventually(
      () => idle.taken,
      ({ length }) => length > 0,
    )
    expect(working.taken).toMatchObject([{ detail: { n: 'open' } }])
    expect(idle.taken).toMatchObject([{ detail: { n: 'new' } }])
  })
})

describe('deliveries: this guarantees that', () => {
  it('a refusing target is asked again until it takes the event', async () => {
    let refusals = 2
    const later = target(() => refusals-- > 0)
    const { bus } = await start({ deliver: later.deliver })
    await bus.send(put(entry()))
    await eventually(
      () => later.taken,
      ({ length }) => length > 0,
    )
    expect(later.asked()).toBe(3)
  })

  it('an event whose retries are used up goes to the dead-letter queue with the reason', async () => {
    const options = { region: 'us-east-1', credentials: { accessKeyId: 'l', secretAccessKey: 'l' } }
    const sqs = new SQSClient({ ...options, endpoint: fronts.emulators().fauxqsUrl })
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'bus-dead' }))
    const deadLetterArn = 'arn:aws:sqs:us-east-1:000000000000:bus-dead'
    const broken = target(() => true)
    const { bus, front } = await start({
      deliver: broken.deliver,
      buses: [busWith({ deadLetterArn, retry: { maximumRetryAttempts: 1 } })],
    })
    await bus.send(put(entry({ Detail: '{"text":"é 🙂"}' })))
    const receive = new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] })
    const found = await eventually(
      async () => (await sqs.send(receive)).Messages ?? [],
      ({ length }) => length > 0,
    )
    expect(JSON.parse(found[0]?.Body ?? '')).toEqual(front.events()[0])
    expect(found[0]?.MessageAttributes).toMatchObject({
      TARGET_ARN: { StringValue: TARGET },
      RETRY_ATTEMPTS: { StringValue: '1' },
      EXHAUSTED_RETRY_CONDITION: { StringValue: 'MaximumRetryAttempts' },
      ERROR_MESSAGE: { StringValue: 'not now' },
    })
    expect(broken.asked()).toBe(2)
  })

  it('rough weather delivers twice', async () => {
    const twice = target()
    const { bus } = await start({ deliver: twice.deliver, always: ['bus-duplicate-delivery'] })
    await bus.send(put(entry()))
    await eventually(
      () => twice.taken,
      ({ length }) => length === 2,
    )
    expect(twice.taken[0]).toEqual(twice.taken[1])
  })

  it('rough weather changes the order of deliveries, and calm weather keeps it', async () => {
    const sent = Array.from({ length: 10 }, (_, n) => n)
    const order = async (always: FrontSetting['always'] & object): Promise<number[]> => {
      const all = target()
      const { bus } = await start({ deliver: all.deliver, always })
      await bus.send(put(...sent.map((n) => entry({ Detail: JSON.stringify({ n }) }))))
      const taken = await eventually(
        () => all.taken as { detail: { n: number } }[],
        ({ length }) => length === sent.length,
      )
      return taken.map(({ detail }) => detail.n)
    }
    expect(await order([])).toEqual(sent)
    const shuffled = await order(['bus-reordered-delivery'])
    expect(shuffled).not.toEqual(sent)
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(sent)
  })
})
