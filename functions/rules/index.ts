import { seedRules } from '../../shared/app/seed-rules.ts'
import { createRulesEdge } from '../edge/rules-edge.ts'

/** Saves the clocks' rules that a deployment brings. */
export const handler = createRulesEdge(seedRules)
