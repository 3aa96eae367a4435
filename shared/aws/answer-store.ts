import type { AnswerStore, Clock } from '../app/ports.ts'
import type { Table } from './dynamo.ts'
import { readItem } from './read-item.ts'
import { answerKey, parseAnswerItem } from './table-items.ts'

export function createAnswerStore(table: Table, clock: Clock): AnswerStore {
  return {
    answer: async (key) => {
      const item = await readItem({ table, clock }, answerKey(key), 'consistent')
      return item === null ? null : parseAnswerItem(item)
    },
  }
}
