import { CHANNELS } from '../../shared/channels/registry.ts'
import { createApp } from '../app.ts'
import { readAssembly, type LocalAssembly } from './template/assembly.ts'

/** Here the runner issues the tokens, so it can say what kind of actor holds one. */
const ACTOR_CLAIM = 'inlet:actor'

export type Synthesized = {
  assembly: LocalAssembly
  channelSecrets: ReadonlyMap<string, Readonly<Record<string, string>>>
}

/** Every way in, also those that cost something where they are deployed. */
const TOPICS = Object.fromEntries(
  CHANNELS.filter(({ manifest }) => manifest.topic !== null).map(({ manifest }) => [
    `inlet.topics.${manifest.name}`,
    [],
  ]),
)

/** The CDK app's template and bundles, as `cdk deploy` would upload them, in a folder of the runner's. */
export function synthesizeLocally(outdir: string): Synthesized {
  const context = { 'inlet.auth.actorClaim': ACTOR_CLAIM, ...TOPICS }
  const { app } = createApp({ outdir, checks: false, context })
  app.synth()
  return readSynthesized(outdir)
}

/** What was synthesized into this folder. */
export function readSynthesized(outdir: string): Synthesized {
  return {
    assembly: readAssembly(outdir),
    channelSecrets: new Map(CHANNELS.map(({ manifest }) => [manifest.name, manifest.secret.local])),
  }
}
