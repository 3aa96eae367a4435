import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import * as z from 'zod'
import type { ChannelManifest } from '../shared/channels/contract.ts'
import { CHANNELS } from '../shared/channels/registry.ts'
import { AppError } from '../shared/domain/errors.ts'
import { TemplateRulesPlugin } from './checks/template-rules-plugin.ts'
import { retainsData } from './config.ts'
import { InboxStack } from './inbox-stack.ts'
import { readSettings } from './read-settings.ts'

export type AppOptions = {
  /** Over the context of cdk.json and the command line. */
  context?: Readonly<Record<string, unknown>>
  outdir?: string
  /** cdk-nag, the template rules and CDK's own. Only the local run leaves them out, to be quick: what deploys is always checked. */
  checks?: boolean
  manifests?: readonly ChannelManifest[]
}

export type InletApp = { app: App; stack: InboxStack }

/** The CDK app. Bundles the functions at once; `app.synth()` writes the template. */
export function createApp(options: AppOptions = {}): InletApp {
  const { outdir, checks = true, manifests = CHANNELS.map((channel) => channel.manifest) } = options
  const app = new App({
    context: readProjectContext(),
    ...(options.context === undefined ? {} : { postCliContext: { ...options.context } }),
    ...(outdir === undefined ? {} : { outdir }),
    analyticsReporting: false,
    builtinCloudFormationValidation: checks,
  })
  const settings = readSettings(Context.parse(app.node.getAllContext()), manifests)
  const enabled = manifests.filter((manifest) => settings.channels[manifest.name] !== false)
  const stack = new InboxStack(app, { settings, manifests: enabled })
  if (checks) {
    Validations.of(app).addPlugins(
      new AwsSolutionsChecks(app),
      new ServerlessChecks(app),
      new TemplateRulesPlugin({ retainsData: retainsData(settings) }),
    )
  }
  return { app, stack }
}

const Context = z.record(z.string(), z.unknown())
const ProjectFile = z.looseObject({ context: Context.default({}) })

/** The CDK command hands cdk.json's context over; whoever calls `createApp` in process gets the same. */
function readProjectContext(): Record<string, unknown> {
  const file = join(import.meta.dirname, '..', 'cdk.json')
  return ProjectFile.parse(JSON.parse(readFileSync(file, 'utf8'))).context
}

if (import.meta.main) {
  try {
    createApp().app.synth()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
