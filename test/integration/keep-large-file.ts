import { carryFile } from './carry-file.ts'

// A process of its own, so that its memory is that of fetching one file and of nothing else.
const [source = '', target = ''] = process.argv.slice(2)
const outcome = await carryFile(source, target)
process.stdout.write(JSON.stringify({ outcome, peakBytes: process.resourceUsage().maxRSS * 1024 }))
