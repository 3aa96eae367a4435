const LINE = /^(?:item\d+\.)?(FN|TEL|EMAIL)(?:;[^:]*)?:(.*)$/i

/** The three properties of a vCard that a conversation shows. Lines are unfolded first (RFC 6350, section 3.2). */
export function readVcard(vcard: string): { name: string | null; phones: string[]; emails: string[] } {
  const read: { name: string | null; phones: string[]; emails: string[] } = {
    name: null,
    phones: [],
    emails: [],
  }
  for (const line of vcard.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)) {
    const [, property = '', written = ''] = LINE.exec(line) ?? []
    const value = written.trim()
    if (value === '') continue
    if (property.toUpperCase() === 'FN') read.name ??= value
    else if (property.toUpperCase() === 'TEL') read.phones.push(value.replace(/^tel:/i, ''))
    else if (property !== '') read.emails.push(value)
  }
  return read
}
