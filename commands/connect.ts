import { connect } from './connect/connect.ts'

process.exitCode = await connect(process.argv.slice(2), {
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
})
