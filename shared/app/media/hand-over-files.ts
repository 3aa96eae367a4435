import { createHash } from 'node:crypto'
import type {
  Credential,
  FileHandOver,
  HandOverRefusal,
  OutgoingFile,
  OutgoingMessage,
  PlatformAnswer,
  PlatformCall,
} from '../../channels/sender.ts'
import { SEND_FAILURES } from '../../domain/outgoing.ts'
import type { PlatformClient } from '../delivery-ports.ts'
import type { Clock, Pacer } from '../ports.ts'
import type { FileReader } from './media-ports.ts'

export type HandOverDeps = {
  platform: PlatformClient
  files: FileReader
  clock: Clock
  pacer: Pick<Pacer, 'sleep'>
  nextNonce: () => string
}

export type HandOverOrder = {
  message: OutgoingMessage
  handOver: FileHandOver
  hosts: Readonly<Record<string, string>>
  credential: Credential
}

export type HandedOver = { kind: 'ready'; files: OutgoingFile[] } | HandOverRefusal

/** One delivery has little time: what takes longer is begun anew, with the pauses of any other try. */
export const HAND_OVER_MS = 8_000

/** Gives the platform the files of a message, which it wants before the message. Nothing is sent by that. */
export async function handOverFiles(deps: HandOverDeps, order: HandOverOrder): Promise<HandedOver> {
  const until = deps.clock.now().getTime() + HAND_OVER_MS
  const files: OutgoingFile[] = []
  for (const file of order.message.files) {
    const outcome = await handOverFile(deps, order, file, until)
    if (outcome.kind !== 'ready') return outcome
    files.push({ ...file, handedOver: outcome.id })
  }
  return { kind: 'ready', files }
}

async function handOverFile(
  deps: HandOverDeps,
  { message, handOver, hosts, credential }: HandOverOrder,
  file: OutgoingFile,
  until: number,
): Promise<{ kind: 'ready'; id: string } | HandOverRefusal> {
  const call = async <Read>(
    toCall: (of: Parameters<FileHandOver['begin']>[0]) => PlatformCall,
    read: (answer: PlatformAnswer) => Read,
  ): Promise<Read | HandOverRefusal> => {
    const now = deps.clock.now()
    if (now.getTime() > until) return toLater('The platform took too long over the file')
    const moment = { at: now.toISOString(), nonce: deps.nextNonce() }
    const result = await deps.platform.call(toCall({ message, file, credential, moment }), hosts)
    return result.kind === 'answered' ? read(result.answer) : toLater(result.title)
  }
  const begun = await call(handOver.begin, handOver.readBegun)
  if (begun.kind !== 'begun') return begun
  const { id } = begun
  const hash = createHash('sha256')
  let index = 0
  for await (const bytes of toPieces(deps.files.open(file.place.key), handOver.pieceBytes)) {
    hash.update(bytes)
    const piece = { id, index: index++, bytes }
    const appended = await call((of) => handOver.append(of, piece), handOver.readAppended)
    if (appended.kind !== 'appended') return appended
  }
  if (hash.digest('hex') !== file.sha256) return CHANGED
  let state = await call((of) => handOver.finish(of, id), handOver.readState)
  while (state.kind === 'pending') {
    if (deps.clock.now().getTime() + state.waitMs > until)
      return { ...toLater('The platform is not done with the file'), afterMs: state.waitMs }
    await deps.pacer.sleep(state.waitMs)
    state = await call((of) => handOver.ask(of, id), handOver.readState)
  }
  return state.kind === 'ready' ? { kind: 'ready', id } : state
}

const CHANGED: HandOverRefusal = {
  kind: 'failed',
  code: 'content_refused',
  account: null,
  optOut: false,
  providerCode: null,
  title: `${SEND_FAILURES.content_refused}: the file is not the one that was put up`,
}

function toLater(title: string): HandOverRefusal & { kind: 'retry' } {
  return { kind: 'retry', afterMs: null, ofAccount: false, providerCode: null, title }
}

/** Pieces of one size, the last may be smaller. */
async function* toPieces(chunks: AsyncIterable<Uint8Array>, pieceBytes: number): AsyncGenerator<Uint8Array> {
  let waiting: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.byteLength;) {
      const part = chunk.subarray(taken, taken + pieceBytes - bytes)
      waiting.push(part)
      taken += part.byteLength
      bytes += part.byteLength
      if (bytes < pieceBytes) continue
      yield Buffer.concat(waiting)
      waiting = []
      bytes = 0
    }
  }
  if (bytes > 0) yield Buffer.concat(waiting)
}
