import { CustomResource, Duration } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { rulesOf, type Settings } from '../config.ts'
import type { InboxTable } from './inbox-table.ts'
import { InletFunction } from './inlet-function.ts'

export type SlaRulesProps = { settings: Settings; inbox: InboxTable }

/** The clocks' policies and calendars of the settings, saved in the table with each deployment that changes them. */
export class SlaRules extends Construct {
  constructor(scope: Construct, id: string, { settings, inbox }: SlaRulesProps) {
    super(scope, id)
    const save = new InletFunction(this, 'Save', {
      settings,
      entry: { file: 'functions/rules/index.ts' },
      service: 'rules',
      timeout: Duration.seconds(30),
      memorySizeMb: 256,
      environment: { INLET_TABLE_NAME: inbox.table.tableName },
      failures: 'CloudFormation waits for the function’s answer, and fails the deployment when none comes.',
    })
    save.allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [inbox.table.tableArn])
    const { policies, calendars } = rulesOf(settings)
    new CustomResource(this, 'Rules', {
      resourceType: 'Custom::SlaRules',
      serviceToken: save.function.functionArn,
      // Without it CloudFormation waits an hour for a function that cannot answer.
      serviceTimeout: Duration.minutes(2),
      // As text: CloudFormation would turn numbers and booleans into strings.
      properties: { Policies: JSON.stringify(policies), Calendars: JSON.stringify(calendars) },
    })
  }
}
