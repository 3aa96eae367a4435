/**
 * What the functions measure, by name and unit: the dashboard and the alarms look at these. One costs by the hour in which
 * it is written at all, so none is written while nothing happens, and none has a dimension beside the stage.
 */
export const FIGURES = {
  /** Envelopes that the inbound queue took from a webhook or a topic. */
  accepted: 'Count',
  /** Envelopes that ingest is done with, whatever became of them. */
  processed: 'Count',
  /** What became of what they said. */
  stored: 'Count',
  duplicates: 'Count',
  ignored: 'Count',
  quarantined: 'Count',
  /** From the acceptance of what an event tells until it was published; the latest of a batch. */
  eventLagMs: 'Milliseconds',
  /** Messages of our side, by what an attempt to send them came to. */
  repliesSent: 'Count',
  repliesFailed: 'Count',
  repliesUnknown: 'Count',
  repliesRetried: 'Count',
  /** From the instant at which something was due until it was announced; until now where it is not yet. */
  breachLagMs: 'Milliseconds',
  /** Accounts that stopped passing messages. */
  accountsDegraded: 'Count',
} as const
export type FigureName = keyof typeof FIGURES

/** Values by figure, several where it is measured several times at once. */
export type Figures = Partial<Record<FigureName, number | readonly number[]>>

/** Where they are found: the namespace, and what every one of them is named by beside the stage. */
export const FIGURE_NAMESPACE = 'Inlet'
export const FIGURE_SERVICE = 'inlet'
