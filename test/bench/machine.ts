import { availableParallelism, cpus, loadavg } from 'node:os'

export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown CPU'
  const load = loadavg()[0]?.toFixed(1) ?? '?'
  return `${availableParallelism()} cores, ${model}, Node ${process.versions.node}, ${process.platform} ${process.arch}; load average at start ${load}`
}
