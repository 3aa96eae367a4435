import { describe, expect, it } from 'vitest'
import { suggestHandoff } from '../../../../shared/domain/handoff/suggest-handoff.ts'

describe('a suggested handoff: this guarantees that', () => {
  it.each([
    ['Where is my refund?', 'payment', 'payment'],
    ['Eine Überweisung fehlt.', 'payment', 'payment'],
    ['überweisung', 'payment', 'payment'],
    ['Locked out of my account since Monday', 'identity', 'sign_in'],
    ['Mein Passwort geht nicht mehr', 'identity', 'sign_in'],
    ['You have the wrong date of birth', 'identity', 'identity_papers'],
    ['My order number is on the box', 'account_data', 'account_number'],
    ['Order 48213 never came', 'account_data', 'account_number'],
    ['#48213 never came', 'account_data', 'account_number'],
    ['Kundennummer? Die steht auf dem Brief.', 'account_data', 'account_number'],
  ])('"%s" belongs in private', (text, reason, why) => {
    expect(suggestHandoff(text, [])).toEqual({ reason, why })
  })

  it.each([
    ['a question that everybody may read', 'Is this open on Sunday?'],
    ['a word within another', 'The recharged battery is discharged again'],
    ['an umlaut within another word', 'Banküberweisungsträger'],
    ['a small number', 'Order 2 of them'],
    ['no words', null],
  ])('%s is left alone', (_name, text) => {
    expect(suggestHandoff(text, [])).toBeNull()
  })

  it.each([
    ['card', 'payment', 'masked_card'],
    ['iban', 'payment', 'masked_iban'],
    ['customer_number', 'account_data', 'masked_customer_number'],
  ])('what was masked as "%s" says more than the words', (masked, reason, why) => {
    expect(suggestHandoff('my password is out', [masked])).toEqual({ reason, why })
  })
})
