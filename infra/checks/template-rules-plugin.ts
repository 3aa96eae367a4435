import { readFileSync } from 'node:fs'
import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyValidationPluginReport,
  PolicyViolation,
} from 'aws-cdk-lib'
import { Template } from './template.ts'
import type { RuleContext, TemplateRule } from './template.ts'
import { TEMPLATE_RULES } from './template-rules.ts'

/** Fails the synth, and with it the deploy, where a template breaks a rule of the house. */
export class TemplateRulesPlugin implements IPolicyValidationPlugin {
  readonly name = 'Inlet'
  readonly ruleIds = TEMPLATE_RULES.map((rule) => rule.id)
  private readonly context: RuleContext

  constructor(context: RuleContext) {
    this.context = context
  }

  validate({ templatePaths }: IPolicyValidationContext): PolicyValidationPluginReport {
    const violations = templatePaths.flatMap((path) => {
      const template = Template.parse(JSON.parse(readFileSync(path, 'utf8')))
      return TEMPLATE_RULES.flatMap((rule) => report(rule, template, path, this.context))
    })
    return { success: violations.length === 0, violations }
  }
}

function report(
  rule: TemplateRule,
  template: Template,
  path: string,
  context: RuleContext,
): PolicyViolation[] {
  return rule.check(template, context).map(({ resource, tells }) => ({
    ruleName: rule.id,
    description: `${rule.says}: ${tells}`,
    severity: 'error',
    violatingResources: [{ resourceLogicalId: resource, templatePath: path, locations: [] }],
  }))
}
