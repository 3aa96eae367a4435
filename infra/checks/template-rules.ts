import { EDGE_RULES } from './edge-rules.ts'
import { FLOW_RULES } from './flow-rules.ts'
import { FUNCTION_RULES } from './function-rules.ts'
import type { TemplateRule } from './template.ts'

/** What every template of Inlet keeps to, checked at each synth and so before each deploy. */
export const TEMPLATE_RULES: readonly TemplateRule[] = [...FUNCTION_RULES, ...FLOW_RULES, ...EDGE_RULES]
