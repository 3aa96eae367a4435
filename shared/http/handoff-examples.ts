import type { HandoffView } from '../app/handoff/handoff-view.ts'
import type { HandoffReportRow } from '../domain/handoff/report.ts'

export const HANDOFF_EXAMPLE: HandoffView = {
  id: 'hnd_5ydv6sdhmqlphf5zrjzgkpvz3e',
  state: 'offered',
  target: { kind: 'same_platform' },
  verification: 'platform',
  route: 'private_reply',
  reason: { code: 'account_data' },
  actor: { kind: 'human', id: 'agent-1', name: 'Grace' },
  publicConversationId: 'cnv_pludjloam2v5xlnn3q3xwwgm3w',
  privateConversationId: null,
  contactId: 'ctc_krclznapn4pzenci2tapef6ffy',
  offeredAt: '2026-03-02T09:20:00.000Z',
  expiresAt: '2026-03-05T09:20:00.000Z',
  reachedAt: { offered: '2026-03-02T09:20:00.000Z' },
  by: null,
}

export const COMPLETED_HANDOFF_EXAMPLE: HandoffView = {
  ...HANDOFF_EXAMPLE,
  state: 'completed',
  privateConversationId: 'cnv_6r5c3xq2m4n7b2v5s3d4f6g7h2',
  reachedAt: {
    offered: '2026-03-02T09:20:00.000Z',
    delivered: '2026-03-02T09:20:01.210Z',
    opened: '2026-03-02T09:31:44.000Z',
    verified: '2026-03-02T09:31:44.000Z',
    completed: '2026-03-02T09:31:44.000Z',
  },
}

export const HANDOFF_REPORT_ROW_EXAMPLE: HandoffReportRow = {
  key: 'facebook',
  offered: 40,
  completed: 31,
  expired: 5,
  declined: { customer: 0, agent: 1, platform: 1 },
  open: 2,
  abandoned: 5,
  completedPercent: 81.6,
  completedAfterMs: { p50: 704_000, p90: 5_400_000, max: 86_100_000 },
}
