import type { Connection, Connector } from '../../channels/connector.ts'
import type { Finding } from '../../domain/connection-finding.ts'
import type { LookDeps } from './connect-ports.ts'
import { lookAtStep } from './look-at-step.ts'

/** `unanswered`: what the platform could not say; such a step is neither right nor wrong. */
export type CheckReport = { findings: Finding[]; passed: string[]; unanswered: string[] }

/** Looks at every step of a connection and changes nothing. Behind a wrong credential there is nothing to look at. */
export async function checkConnection(
  deps: LookDeps,
  connector: Connector,
  connection: Connection,
): Promise<CheckReport> {
  const report: CheckReport = { findings: [], passed: [], unanswered: [] }
  let known = connection
  for (const step of connector.credentials) {
    const looked = await lookAtStep(deps, connector, step, known)
    if (looked === null) continue
    known = looked.connection
    note(report, step.title, looked.outcome)
    if (looked.outcome.kind !== 'holds') return report
  }
  for (const step of connector.subscription) {
    const looked = await lookAtStep(deps, connector, step, known)
    if (looked === null) continue
    known = looked.connection
    note(report, step.title, looked.outcome)
  }
  return report
}

type Outcome = NonNullable<Awaited<ReturnType<typeof lookAtStep>>>['outcome']

function note(report: CheckReport, title: string, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'holds':
      if (outcome.warning === undefined) report.passed.push(title)
      else report.findings.push(outcome.warning)
      return
    case 'absent':
    case 'wrong':
      report.findings.push(outcome.finding)
      return
    case 'unanswered':
      report.unanswered.push(`${title}: ${outcome.title}`)
  }
}
