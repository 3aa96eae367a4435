import type { ConnectOutcome } from '../../shared/app/connect/connect-account.ts'
import type { Told } from '../../shared/app/connect/connect-ports.ts'
import type { PlannedStep } from '../../shared/app/connect/plan-calls.ts'
import type { CheckReport } from '../../shared/app/connect/check-connection.ts'
import type { Connector } from '../../shared/channels/connector.ts'
import type { Finding } from '../../shared/domain/connection-finding.ts'

/** Shorter ones are words, and no secrets. */
const SECRET_LENGTH_MIN = 4

export type Say = (line: string) => void

/** Whatever a platform says back, no secret goes to the terminal or into a log of it. */
export function createSay(output: NodeJS.WritableStream): {
  say: Say
  hide: (values: Iterable<string>) => void
} {
  const hidden = new Set<string>()
  return {
    say: (line) => {
      const masked = [...hidden].reduce((text, value) => text.replaceAll(value, '***'), line)
      output.write(`${masked}\n`)
    },
    hide: (values) => {
      for (const value of values) if (value.length >= SECRET_LENGTH_MIN) hidden.add(value)
    },
  }
}

export function toLine(told: Told): string {
  switch (told.kind) {
    case 'step':
      return `${told.state === 'mended' ? 'done     ' : 'ok       '}${told.step.title}${told.note === null ? '' : ` (${told.note})`}`
    case 'warning':
      return `warning  ${toWords(told.finding)}`
    case 'waiting':
      return `waiting  ${told.step.title}: not yet; it may take a minute (trying for ${told.seconds} s)`
    case 'secret': {
      const title =
        told.of === 'channel' ? "The channel's secret is stored" : "The account's own keys are stored"
      return told.state === 'stored' ? `done     ${title} (${told.keys.join(', ')})` : `ok       ${title}`
    }
  }
}

export function sayOutcome(say: Say, connector: Connector, account: string, outcome: ConnectOutcome): void {
  switch (outcome.kind) {
    case 'connected':
      say(
        outcome.changes === 0
          ? `\n${connector.title} ${account} was connected already; nothing was changed.`
          : `\n${connector.title} ${account} is connected.`,
      )
      if (connector.remains.length > 0) say('What remains, where no call can help:')
      for (const line of connector.remains) say(`  - ${line}`)
      return
    case 'missing':
      say(`wrong    Still missing: ${outcome.keys.join(', ')}`)
      return
    case 'failed':
      say(`not so   ${outcome.step.title}`)
      sayFinding(say, outcome.finding)
      return
    case 'unanswered':
      say(`unknown  ${outcome.step.title}: ${outcome.title}`)
      say('  Way out: run this again in a while. What was done so far stays, and is not done twice.')
  }
}

export function sayReport(say: Say, connector: Connector, account: string, report: CheckReport): void {
  const { findings, passed, unanswered } = report
  say(
    `${connector.title} ${account}: ${findings.length === 0 ? 'as it should be' : `${findings.length} wrong`}`,
  )
  for (const title of passed) say(`ok       ${title}`)
  for (const line of unanswered) say(`unknown  ${line}`)
  for (const finding of findings) sayFinding(say, finding)
}

export function sayPlan(say: Say, steps: readonly PlannedStep[]): void {
  for (const { title, looks, mends } of steps) {
    say(`\n${title}`)
    for (const call of looks) say(`  look   ${call}`)
    for (const call of mends) say(`  if not ${call}`)
  }
}

function sayFinding(say: Say, { code, what, wayOut }: Finding): void {
  say(`wrong    ${code}: ${what}`)
  say(`  Way out: ${wayOut}`)
}

function toWords({ code, what, wayOut }: Finding): string {
  return `${code}: ${what}\n  Way out: ${wayOut}`
}
