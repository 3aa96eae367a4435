import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { GapStore } from '../app/ports.ts'
import { AppError } from '../domain/errors.ts'
import { isConflict } from './dynamo-errors.ts'
import { type Table, toTableError } from './dynamo.ts'
import { readItem } from './read-item.ts'
import type { WriteOptions } from './save-writes.ts'
import { conversationKey, gapsKey } from './table-items.ts'

const TRIES_MAX = 8
const DAY_SECONDS = 86_400

/**
 * A conversation's mark, and beside it the letters it stands for. A letter is noted before the mark is set, and taken off
 * before the mark goes; that is done with a condition on the conversation as it was before, so no new mark is wiped out.
 */
export function createGapStore(table: Table, { clock, retentionDays }: WriteOptions): GapStore {
  async function note(conversationId: string, letterId: string): Promise<void> {
    const expiresAt =
      retentionDays === null ? null : Math.floor(clock.now().getTime() / 1000) + retentionDays * DAY_SECONDS
    const update = new UpdateCommand({
      TableName: table.name,
      Key: gapsKey(conversationId),
      UpdateExpression: `ADD letters :letter${expiresAt === null ? '' : ' SET expiresAt = :expiresAt'}`,
      ExpressionAttributeValues: {
        ':letter': new Set([letterId]),
        ...(expiresAt === null ? {} : { ':expiresAt': expiresAt }),
      },
    })
    await table.client.send(update).catch((error: unknown) => {
      throw toTableError(error, 'note a gap')
    })
  }

  /** How many others are left. */
  async function takeOff(conversationId: string, letterId: string): Promise<number> {
    const update = new UpdateCommand({
      TableName: table.name,
      Key: gapsKey(conversationId),
      UpdateExpression: 'DELETE letters :letter',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':letter': new Set([letterId]) },
      ReturnValues: 'ALL_NEW',
    })
    try {
      const { Attributes } = await table.client.send(update)
      const letters: unknown = Attributes?.['letters']
      return letters instanceof Set ? letters.size : 0
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 0
      throw toTableError(error, 'close a gap')
    }
  }

  /** `expectedVersion`: only while the conversation still is what it was; null: whatever it is. */
  async function setMark(
    conversationId: string,
    gap: boolean,
    expectedVersion: number | null,
  ): Promise<'saved' | 'conflict'> {
    const update = new UpdateCommand({
      TableName: table.name,
      Key: conversationKey(conversationId),
      // The version moves, so that a transaction decided before this cannot write over it.
      UpdateExpression: 'SET gap = :gap, touched = :none, version = version + :one',
      ConditionExpression: expectedVersion === null ? 'attribute_exists(pk)' : 'version = :expected',
      ExpressionAttributeValues: {
        ':gap': gap,
        ':none': [],
        ':one': 1,
        ...(expectedVersion === null ? {} : { ':expected': expectedVersion }),
      },
    })
    try {
      await table.client.send(update)
      return 'saved'
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'conflict'
      if (expectedVersion !== null && isConflict(error)) return 'conflict'
      throw toTableError(error, 'mark a gap')
    }
  }

  return {
    mark: async (conversationId, letterId) => {
      await note(conversationId, letterId)
      await setMark(conversationId, true, null)
    },
    close: async (conversationId, letterId) => {
      for (let tries = 0; tries < TRIES_MAX; tries++) {
        const item = await readItem({ table, clock }, conversationKey(conversationId), 'consistent')
        const left = await takeOff(conversationId, letterId)
        if (left > 0 || item?.['gap'] !== true) return
        if ((await setMark(conversationId, false, Number(item['version']))) === 'saved') return
      }
      throw new AppError('table_unavailable', 'a conversation changed at every try to close its gap')
    },
  }
}
