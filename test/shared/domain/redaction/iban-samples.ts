import * as fc from 'fast-check'
import { IBAN_FORMATS } from '../../../../shared/domain/redaction/iban-formats.ts'

const UNITS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  n: fc.constantFrom(...'0123456789'),
  a: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
  c: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
}

/** What follows the check digits in a country's format. */
function bbanOf(country: string): fc.Arbitrary<string> {
  const parts = [...(IBAN_FORMATS.get(country) ?? '').matchAll(/([nac])(\d+)/g)]
  const units = parts.flatMap(([, kind = '', count]) =>
    Array.from({ length: Number(count) }, () => UNITS[kind] ?? fc.constant('')),
  )
  return fc.tuple(...units).map((characters) => characters.join(''))
}

/** ISO 13616, over whole numbers: another way than the code under test takes. */
export function toIban(country: string, bban: string): string {
  const check = 98n - (toNumber(`${bban}${country}00`) % 97n)
  return `${country}${String(check).padStart(2, '0')}${bban}`
}

function toNumber(characters: string): bigint {
  return BigInt(characters.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)))
}

export function ibanOf(country: string): fc.Arbitrary<string> {
  return bbanOf(country).map((bban) => toIban(country, bban))
}

/** The shape of an IBAN with the check digits of another one. */
export function notIbanOf(country: string): fc.Arbitrary<string> {
  return fc.tuple(bbanOf(country), fc.integer({ min: 1, max: 96 })).map(([bban, off]) => {
    const iban = toIban(country, bban)
    // From 02 to 98 on a ring, so that each is the check of another number than this.
    const check = ((Number(iban.slice(2, 4)) - 2 + off) % 97) + 2
    return `${country}${String(check).padStart(2, '0')}${bban}`
  })
}

/** Examples that banks and their associations publish. */
export const PUBLISHED: readonly string[] = [
  'AD1200012030200359100100',
  'AE070331234567890123456',
  'AT611904300234573201',
  'BE68539007547034',
  'BR1800360305000010009795493C1',
  'CH9300762011623852957',
  'CY17002001280000001200527600',
  'DE89370400440532013000',
  'DK5000400440116243',
  'ES9121000418450200051332',
  'FI2112345600000785',
  'FR1420041010050500013M02606',
  'GB29NWBK60161331926819',
  'GR1601101250000000012300695',
  'IE29AIBK93115212345678',
  'IT60X0542811101000000123456',
  'KW81CBKU0000000000001234560101',
  'LU280019400644750000',
  'MT84MALT011000012345MTLCAST001S',
  'MU17BOMM0101101030300200000MUR',
  'NL91ABNA0417164300',
  'NO9386011117947',
  'PL61109010140000071219812874',
  'PS92PALS000000000400123456702',
  'PT50000201231234567890154',
  'SA0380000000608010167519',
  'SC18SSCB11010000000000001497USD',
  'SE4550000000058398257466',
  'TR330006100519786457841326',
  'VG96VPVG0000012345678901',
]
