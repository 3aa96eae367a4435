import { toTableError } from '../../aws/dynamo.ts'
export const x = [toTableError]
