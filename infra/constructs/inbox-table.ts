import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import { retainsData } from '../config.ts'
import type { Settings } from '../config.ts'
import { removalPolicyOf } from './removal-policy.ts'

const INDEXES = ['queue', 'mine', 'due']

/** The one table: conversations, entries, contacts and the change feed. Its stream is the outbox. */
export class InboxTable extends Construct {
  readonly table: Table
  readonly streamArn: string

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    this.table = new Table(this, 'Table', {
      partitionKey: toKey('pk'),
      sortKey: toKey('sk'),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: retainsData(settings),
      removalPolicy: removalPolicyOf(settings),
    })
    for (const indexName of INDEXES) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: toKey(`${indexName}Pk`),
        sortKey: toKey(`${indexName}Sk`),
        projectionType: ProjectionType.ALL,
      })
    }
    const { tableStreamArn } = this.table
    if (tableStreamArn === undefined) throw new Error('The table has no stream')
    this.streamArn = tableStreamArn
  }

  get indexArns(): string[] {
    return INDEXES.map((name) => `${this.table.tableArn}/index/${name}`)
  }
}

function toKey(name: string): { name: string; type: AttributeType } {
  return { name, type: AttributeType.STRING }
}
