import type { ChannelSamples } from '../wire.ts'

type Problem = { status: number; title?: string; detail: string; type?: string }

/** As callers of version 2 report them. https://docs.x.com/x-api/fundamentals/response-codes-and-errors */
const PROBLEMS: ReadonlyMap<string, Problem> = new Map([
  ['187', { status: 403, detail: 'You are not allowed to create a Tweet with duplicate content.' }],
  ['349', { status: 403, detail: 'You do not have permission to DM one or more participants.' }],
  [
    '385',
    { status: 403, detail: 'You attempted to reply to a Tweet that is deleted or not visible to you.' },
  ],
  [
    '433',
    {
      status: 403,
      detail:
        'Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.',
    },
  ],
  ['186', { status: 400, title: 'Invalid Request', detail: 'Your Tweet text is too long.' }],
  [
    'client-forbidden',
    {
      status: 403,
      title: 'Client Forbidden',
      detail: 'This application is not permitted to perform this operation.',
      type: 'https://api.x.com/2/problems/client-forbidden',
    },
  ],
  [
    'usage-capped',
    {
      status: 429,
      title: 'UsageCapExceeded',
      detail: 'Usage cap exceeded: Monthly product cap',
      type: 'https://api.x.com/2/problems/usage-capped',
    },
  ],
  [
    'credits',
    {
      status: 402,
      title: 'CreditsDepleted',
      detail: 'Your enrolled account does not have any credits to fulfill this request.',
      type: 'https://api.x.com/2/problems/credits',
    },
  ],
])

export const sends: ChannelSamples['sends'] = {
  x: {
    // Its own messages and posts come back, with nothing of ours in them.
    correlated: [],
    toAccepted: (providerId, visibility) =>
      answer(201, {
        data:
          visibility === 'public'
            ? { id: providerId, text: 'Hello', edit_history_tweet_ids: [providerId] }
            : { dm_conversation_id: '1-2', dm_event_id: providerId },
      }),
    toRefused: (providerCode) => {
      const problem = PROBLEMS.get(providerCode)
      return problem === undefined
        ? answer(403, { errors: [{ code: Number(providerCode), message: 'No' }] })
        : answer(problem.status, { title: 'Forbidden', type: 'about:blank', ...problem })
    },
  },
}

function answer(status: number, body: unknown) {
  return { kind: 'https' as const, status, headers: {}, body: JSON.stringify(body) }
}
