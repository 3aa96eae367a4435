import { SlaRuleSet } from '../../shared/domain/sla/rules.ts'

const TARGETS = { first_response: 'PT3S', next_response: 'PT4S', resolution: 'PT20S' }
const NEVER_CLOSED = [{ from: '00:00', to: '24:00' }]
const EVERY_DAY = {
  monday: NEVER_CLOSED,
  tuesday: NEVER_CLOSED,
  wednesday: NEVER_CLOSED,
  thursday: NEVER_CLOSED,
  friday: NEVER_CLOSED,
  saturday: NEVER_CLOSED,
  sunday: NEVER_CLOSED,
}
const OFFICE = [{ from: '09:00', to: '12:30' }]
const OFFICE_DAYS = { monday: OFFICE, wednesday: OFFICE, friday: OFFICE }

/** The tag by which agents give a conversation to another policy. */
export const VIP_TAG = 'vip'

/**
 * Targets of seconds, so that clocks warn, breach and are answered while the proof runs; some conversations change their
 * policy on the way, by an agent's tag or by what a policy does itself. Public ones have no resolution, and those of one
 * channel count office hours alone.
 */
export const PROOF_RULES: SlaRuleSet = SlaRuleSet.parse({
  policies: [
    { id: 'vip', selector: { tag: VIP_TAG }, targets: { ...TARGETS, next_response: 'PT2S' } },
    {
      id: 'urgent',
      selector: { priority: 'urgent' },
      targets: { first_response: 'PT2S', resolution: 'PT10S' },
    },
    {
      id: 'public',
      selector: { visibility: 'public' },
      targets: { first_response: 'PT3S', next_response: 'PT4S' },
      warnAt: ['50%', 'PT1S'],
    },
    {
      id: 'sms',
      selector: { channel: 'sms' },
      targets: TARGETS,
      calendarId: 'always',
      actions: [
        { on: 'warning', do: { setPriority: 'high' } },
        { on: 'breach', do: { addTag: 'late' } },
        { on: 'breach', do: { assignTeam: 'second-line' } },
      ],
    },
    { id: 'twitter', selector: { channel: 'twitter' }, targets: TARGETS, calendarId: 'office' },
    { id: 'private', selector: { visibility: 'private' }, targets: TARGETS, warnAt: ['80%', 'PT2S'] },
  ],
  calendars: [
    { id: 'always', zone: 'Europe/Berlin', weekly: EVERY_DAY },
    { id: 'office', zone: 'America/New_York', weekly: OFFICE_DAYS },
  ],
})
