import { createClockChannels } from '../../shared/app/move-clocks.ts'
import { fetchFiles } from '../../shared/app/media/fetch-files.ts'
import type { Clock, InboxStore } from '../../shared/app/ports.ts'
import { systemPacer } from '../../functions/edge/system.ts'
import { findChannel, findMedia } from '../../shared/channels/registry.ts'

const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46])

/** The pictures of a conversation, of which the platform has those that it gave an id. */
export async function fetchPictures(store: InboxStore, clock: Clock, conversationId: string): Promise<void> {
  const conversation = await store.conversation(conversationId, 'consistent')
  for (const { seq } of conversation?.fetching ?? []) {
    await fetchFiles(
      {
        store,
        clockChannels: createClockChannels(findChannel),
        findMedia,
        secrets: { read: () => Promise.resolve({ accessToken: 'token' }) },
        platform: {
          call: () => {
            const body = JSON.stringify({ url: 'https://lookaside.fbsbx.com/picture' })
            return Promise.resolve({
              kind: 'answered',
              answer: { kind: 'https', status: 200, headers: {}, body },
            })
          },
        },
        source: {
          open: () =>
            Promise.resolve({
              kind: 'opened',
              file: { status: 200, headers: {}, chunks: picture(), close: () => undefined },
            }),
        },
        shelf: {
          keep: async (_key, { chunks }) => {
            for await (const _chunk of chunks) continue
          },
          remove: () => Promise.resolve(),
          removeBelow: () => Promise.resolve(),
        },
        clock,
        pacer: systemPacer,
        nextNonce: () => 'nonce',
        nextRun: () => 'run',
        hasTime: () => true,
        noteRefusal: () => undefined,
      },
      { conversationId, seq },
    )
  }
}

async function* picture(): AsyncGenerator<Uint8Array> {
  yield PICTURE
}
