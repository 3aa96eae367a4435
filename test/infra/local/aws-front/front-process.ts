import { startAwsFront } from '../../../../infra/local/aws-front/start-aws-front.ts'
import { createWeather } from '../../../../infra/local/weather.ts'

// A front in a process of its own, to be killed. Nothing it is asked here reaches an emulator.
const front = await startAwsFront({
  dynamodbUrl: 'http://127.0.0.1:9',
  fauxqsUrl: 'http://127.0.0.1:9',
  weather: createWeather({ mode: 'calm', seed: 1 }),
  dataDir: process.argv[2] ?? '',
  secrets: new Map(),
  keys: [],
  buses: [{ name: 'inbox', arn: 'arn:aws:events:us-east-1:000000000000:event-bus/inbox', rules: [] }],
  deliver: async () => undefined,
  invokeLater: () => false,
  log: () => undefined,
})
process.stdout.write(`${front.url}\n`)
