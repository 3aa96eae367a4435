import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Template } from './checks/template.ts'
import { TEMPLATE_RULES } from './checks/template-rules.ts'

/** After `cdk synth`: what is in cdk.out, and which findings were acknowledged for which reason. */
const OUT = join(import.meta.dirname, '..', 'cdk.out')
const ACKNOWLEDGED = 'aws:cdk:acknowledged-rules'

const Manifest = z.looseObject({
  artifacts: z.record(z.string(), z.looseObject({ type: z.string() })),
})
const Metadata = z.record(z.string(), z.array(z.looseObject({ type: z.string(), data: z.unknown() })))
const Reasons = z.record(z.string(), z.string())

function summarize(stack: string): string {
  const { Resources } = Template.parse(readJson(`${stack}.template.json`))
  const counts = new Map<string, number>()
  for (const { Type } of Object.values(Resources)) counts.set(Type, (counts.get(Type) ?? 0) + 1)
  const types = [...counts].sort().map(([type, count]) => `  ${String(count).padStart(3)} ${type}`)
  const reasons = readAcknowledgments(stack)
  return [
    `${stack}: ${Object.keys(Resources).length} resources`,
    ...types,
    `Checked by CloudFormation's schemas, cdk-nag (AwsSolutions, Serverless) and ${TEMPLATE_RULES.length} rules of the house:`,
    ...TEMPLATE_RULES.map(({ id, says }) => `  ${id}: ${says}`),
    `Acknowledged findings, by reason:`,
    ...[...reasons].map(([reason, where]) => `  ${where.join(', ')}\n    ${reason}`),
  ].join('\n')
}

/** Reason → "finding at construct", because one reason often covers the same finding of several constructs. */
function readAcknowledgments(stack: string): Map<string, string[]> {
  const reasons = new Map<string, string[]>()
  for (const [path, entries] of Object.entries(Metadata.parse(readJson(`${stack}.metadata.json`)))) {
    for (const { data } of entries.filter(({ type }) => type === ACKNOWLEDGED)) {
      for (const [id, reason] of Object.entries(Reasons.parse(data))) {
        const finding = `${id.replace(/^annotation::/i, '')} at ${path}`
        reasons.set(reason, [...(reasons.get(reason) ?? []), finding])
      }
    }
  }
  return reasons
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(OUT, file), 'utf8'))
}

const { artifacts } = Manifest.parse(readJson('manifest.json'))
for (const [name, artifact] of Object.entries(artifacts)) {
  if (artifact.type === 'aws:cloudformation:stack') console.log(summarize(name))
}
