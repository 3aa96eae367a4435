import { Readable, Writable } from 'node:stream'
import { connect } from '../../commands/connect/connect.ts'
import { CONNECTORS } from '../../shared/channels/connectors.ts'
import { type Platforms, startPlatforms } from '../platforms/start-platforms.ts'
import { type DeploymentDouble, startDeploymentDouble } from './deployment-double.ts'

export type Typed = { code: number; text: string }

/** Somebody who types `npm run connect` at a fresh deployment, whose platforms are played. */
export type Desk = {
  deployment: DeploymentDouble
  platforms: Platforms
  type: (words: string, environment?: Record<string, string>, stdin?: string) => Promise<Typed>
  /** Calls that the platforms got since the last question. */
  calls: () => string[]
  stop: () => Promise<void>
}

export async function openDesk(): Promise<Desk> {
  const deployment = await startDeploymentDouble()
  const platforms = await startPlatforms({ inboxUrl: deployment.url, seed: 7 })
  deployment.playedBy(platforms.baseUrls)
  for (const channel of new Set(CONNECTORS.map((connector) => connector.channel))) {
    deployment.putSecret(channel, { placeholder: 'x' })
  }
  let seen = 0
  return {
    deployment,
    platforms,
    type: async (words, environment = {}, stdin = '') => {
      const printed: string[] = []
      const output = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          printed.push(chunk.toString())
          done()
        },
      })
      const code = await connect(words.replace('URL', deployment.url).split(' '), {
        environment,
        input: Readable.from([stdin]),
        output,
        pause: () => Promise.resolve(),
      })
      return { code, text: printed.join('') }
    },
    calls: () => {
      const all = platforms.sent()
      const fresh = all.slice(seen)
      seen = all.length
      return fresh.map(({ request }) => `${request.method} ${request.path}`)
    },
    stop: async () => {
      await platforms.stop()
      await deployment.stop()
    },
  }
}
