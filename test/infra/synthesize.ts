import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../infra/app.ts'
import type { InboxStack } from '../../infra/inbox-stack.ts'
import { Template } from '../../infra/checks/template.ts'
import { CHANNELS } from '../../shared/channels/registry.ts'

/** Channels that may have a topic beside their webhook, and the settings that give them one. */
export const TOPICS = CHANNELS.flatMap(({ manifest }) => (manifest.topic === null ? [] : [manifest.name]))
export const WITH_TOPICS = { topics: Object.fromEntries(TOPICS.map((name) => [name, []])) }

/** The template that the settings give, checked as at a deploy, with functions that are not bundled. */
export function synthesize(
  settings: Record<string, unknown> = {},
  options: { checks?: boolean; add?: (stack: InboxStack) => void } = {},
) {
  const { checks = true, add } = options
  const outdir = mkdtempSync(join(tmpdir(), 'inlet-synth-'))
  try {
    const context = { inlet: settings, 'aws:cdk:bundling-stacks': [] }
    const { app, stack } = createApp({ checks, outdir, context })
    add?.(stack)
    const artifact = app.synth().getStackArtifact(stack.artifactId)
    return { name: artifact.stackName, template: Template.parse(artifact.template) }
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}
