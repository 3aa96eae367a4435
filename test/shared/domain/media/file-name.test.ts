import { describe, expect, it } from 'vitest'
import { toContentDisposition, toFileName } from '../../../../shared/domain/media/file-name.ts'

const toName = (name: string | null) => toFileName({ name, type: 'file', mimeType: 'application/pdf' })

describe('the name of a file: this guarantees that', () => {
  it.each([
    { name: 'an ordinary one stays', given: 'Rechnung März.pdf', shown: 'Rechnung März.pdf' },
    { name: 'it leads to no other folder', given: '../../etc/passwd', shown: '_.._etc_passwd' },
    { name: 'it ends no header', given: 'a"\r\nSet-Cookie: x.pdf', shown: 'a_Set-Cookie_ x.pdf' },
    { name: 'it hides no ending', given: 'photo\u202egnp.exe', shown: 'photognp.exe' },
    { name: 'half a sign is none', given: 'a\ud800.pdf', shown: 'a\ufffd.pdf' },
    { name: 'nothing gets one by its kind', given: ' .. ', shown: 'file.pdf' },
    { name: 'none gets one by its kind', given: null, shown: 'file.pdf' },
  ])('$name', ({ given, shown }) => {
    expect(toName(given)).toBe(shown)
  })

  it('a long one keeps its ending', () => {
    const name = toName(`${'a'.repeat(400)}.pdf`)
    expect([...name]).toHaveLength(120)
    expect(name.endsWith('a.pdf')).toBe(true)
  })

  it('a header holds nothing but ASCII, and the file is saved', () => {
    expect(toContentDisposition("März 'x'.pdf")).toBe("attachment; filename*=UTF-8''M%C3%A4rz%20%27x%27.pdf")
  })
})
