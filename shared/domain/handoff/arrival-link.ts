import type { HandoffRules } from './decide-offer.ts'

type Account = { id: string; name: string | null }

/**
 * The link by which people get to an account's private messages; null where the platform has none, or nobody knows the
 * account's number yet. `text` is what the link has them send: its `{code}` stays, to be made when the link is sent.
 */
export function toArrivalLink(
  { arrivalLink }: Pick<HandoffRules, 'arrivalLink'>,
  account: Account,
  text = '',
): string | null {
  if (arrivalLink === null) return null
  const number = toNumber(account)
  if (number === null && /\{(?:digits|number)\}/.test(arrivalLink)) return null
  return arrivalLink
    .replaceAll('{account}', encodeURIComponent(account.id))
    .replaceAll('{digits}', number?.replaceAll(/\D/g, '') ?? '')
    .replaceAll('{number}', number ?? '')
    .replaceAll('{text}', encodeURIComponent(text).replaceAll('%7Bcode%7D', '{code}'))
}

/** Some platforms name an account by its number, or a short code, others call it so: a long id of digits is no number. */
function toNumber({ id, name }: Account): string | null {
  if (id.startsWith('+') || /^\d{3,8}$/.test(id)) return id
  const isNumber = name !== null && /^\+?[\d\s().-]{7,20}$/.test(name)
  return isNumber ? name.replaceAll(/[^+\d]/g, '') : null
}
