import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRandom } from '../support/random.ts'
import { createAwsSmsEmulator } from './aws-sms/aws-sms-emulator.ts'
import type { EmulatorContext } from './emulator.ts'
import { createGraphEmulator } from './graph/graph-emulator.ts'
import { createTemplateBook } from './graph/whatsapp-templates.ts'
import { createMediaBook, type MediaBook } from './media/media-book.ts'
import { GUARDED, MEDIA_PREFIX } from './media/serve-media.ts'
import { Pace } from './pace.ts'
import { answerRequest, type ServerParts, wait } from './server/answer-request.ts'
import { type BackChannel, createBackChannel, ReceiptMood } from './server/back-channel.ts'
import { faultProblem, observe, type Observed } from './server/control.ts'
import { createFaultBook, FaultPlan } from './server/fault.ts'
import { createSentLog, type SentCall } from './server/sent-log.ts'
import { createTwilioEmulators } from './twilio/twilio-emulator.ts'
import { createWorldBook } from './world-book.ts'
import { createXEmulator } from './x/x-emulator.ts'
import type { z } from 'zod'

export type PlatformsOptions = {
  /** Where receipts and echoes go. */
  inboxUrl: string
  seed: number
  /** 0: any free port. */
  port?: number
  now?: () => Date
  receipts?: z.input<typeof ReceiptMood>
  pace?: z.input<typeof Pace>
  /** Keeps what was connected. */
  worldsFile?: string
}

export type Platforms = {
  url: string
  /** What a sender is configured with. */
  baseUrls: { graph: string; x: string; twilio: string; twilioMessaging: string; awsSms: string }
  sent: (channel?: string) => SentCall[]
  fault: (channel: string, plan: z.input<typeof FaultPlan>) => void
  clearFaults: (channel: string) => void
  observe: (observed: Observed) => { learned: boolean; reason?: string }
  /** The files that the platforms have. */
  media: MediaBook
  mediaUrlOf: (id: string) => string
  backChannel: BackChannel
  stop: () => Promise<void>
}

/** One process that plays the send side of every platform, on loopback. */
export async function startPlatforms(options: PlatformsOptions): Promise<Platforms> {
  let url = ''
  const parts = createParts(options, () => url)
  const { emulators, faults, log, backChannel } = parts
  const server = createServer((request, response) => {
    answerRequest(parts, request, response).catch(() => response.destroy())
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url,
    baseUrls: {
      graph: `${url}/graph`,
      x: `${url}/x`,
      twilio: `${url}/twilio`,
      twilioMessaging: `${url}/twilio-messaging`,
      awsSms: `${url}/aws-sms`,
    },
    sent: (channel) => log.list(channel ?? null),
    fault: (channel, plan) => {
      const planned = FaultPlan.parse(plan)
      const problem = faultProblem(emulators, channel, planned)
      if (problem !== null) throw new Error(problem)
      faults.plan(channel, planned)
    },
    clearFaults: faults.clear,
    observe: (observed) => observe(parts, observed),
    media: parts.media,
    mediaUrlOf: parts.mediaUrlOf,
    backChannel,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await Promise.all([backChannel.stop(), closed])
    },
  }
}

function createParts(options: PlatformsOptions, urlOf: () => string): ServerParts {
  const { inboxUrl, seed, now = () => new Date() } = options
  const pace = Pace.parse(options.pace ?? {})
  const media = createMediaBook()
  const worlds = createWorldBook(options.worldsFile ?? null)
  const mediaUrlOf: EmulatorContext['mediaUrlOf'] = (id, access) =>
    `${urlOf()}${MEDIA_PREFIX}${encodeURIComponent(id)}${access === undefined ? '' : `?access=${GUARDED}`}`
  const context: EmulatorContext = {
    inboxUrl,
    now,
    random: createRandom(seed),
    pace,
    media,
    mediaUrlOf,
    worlds,
  }
  const templates = createTemplateBook()
  const emulators = [
    createGraphEmulator(context, templates),
    createXEmulator(context),
    ...createTwilioEmulators(context),
    createAwsSmsEmulator(context),
  ]
  // Its own chance: how receipts go must not change which ids are given.
  const backChannel = createBackChannel(createRandom(seed + 1), ReceiptMood.parse(options.receipts ?? {}))
  const [faults, log] = [createFaultBook(), createSentLog()]
  const setPace = (next: Pace): void => void Object.assign(pace, next)
  const control = { inboxUrl, emulators, faults, log, backChannel, setTemplates: templates.add, setPace }
  return { ...control, media, mediaUrlOf, now, wait, worlds }
}
