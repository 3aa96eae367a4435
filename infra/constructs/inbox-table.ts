import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import { retainsData } from '../config.ts'
import type { Settings } from '../config.ts'
import type { InletFunction } from './inlet-function.ts'
import { removalPolicyOf } from './removal-policy.ts'

const INDEXES: Readonly<Record<string, ProjectionType>> = {
  queue: ProjectionType.ALL,
  mine: ProjectionType.ALL,
  // Says which conversations to look at, and costs a write only when the instant moves.
  due: ProjectionType.KEYS_ONLY,
}

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
    for (const [indexName, projectionType] of Object.entries(INDEXES)) {
      this.table.addGlobalSecondaryIndex({
        indexName,
        partitionKey: toKey(`${indexName}Pk`),
        sortKey: toKey(`${indexName}Sk`),
        projectionType,
      })
    }
    const { tableStreamArn } = this.table
    if (tableStreamArn === undefined) throw new Error('The table has no stream')
    this.streamArn = tableStreamArn
  }

  get indexArns(): string[] {
    return Object.keys(INDEXES).map((name) => this.indexArn(name))
  }

  indexArn(name: string): string {
    return `${this.table.tableArn}/index/${name}`
  }

  /** Lets a function run units of work: reads, and transactions that put and check. Nothing is deleted by one. */
  allowSaving(worker: InletFunction): void {
    worker.allow(
      [
        'dynamodb:BatchGetItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      [this.table.tableArn],
    )
  }
}

function toKey(name: string): { name: string; type: AttributeType } {
  return { name, type: AttributeType.STRING }
}
