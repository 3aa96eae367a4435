import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIdentities, toStableId } from '../../../../shared/channels/whatsapp/customer.ts'

const value = fc.oneof(
  fc.constantFrom('DE.1', 'US.ENT.2', '4915550001111', '+4915550001111', 'x:1', '1', 'de.1', 'DE.'),
  fc.string({ minLength: 1 }),
)

describe('toStableId', () => {
  it('this guarantees that messages are ordered by the very identity that will lead', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        expect(toStableId(values)).toBe(toIdentities(values, 'waba')[0]?.externalId)
      }),
      { numRuns: 2_000 },
    )
  })
})
