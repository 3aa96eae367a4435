import { describe, expect, it } from 'vitest'
import { createFileLinks, PEOPLE_SECONDS } from '../../../shared/aws/file-links.ts'
import { presign } from '../../../shared/aws/presign.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html: the example of the page. */
const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

describe('links to files: this guarantees that', () => {
  it('they are signed as AWS documents it', () => {
    const link = presign({
      method: 'GET',
      url: 'https://examplebucket.s3.amazonaws.com/test.txt',
      query: {},
      region: 'us-east-1',
      credentials: CREDENTIALS,
      now: new Date('2013-05-24T00:00:00.000Z'),
      seconds: 86_400,
    })
    expect(new URL(link).searchParams.get('X-Amz-Signature')).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    )
  })

  it('they end soon, save what they lead to, and carry the role that made them', () => {
    const toLink = createFileLinks({
      bucket: 'files',
      region: 'eu-central-1',
      credentials: () => ({ ...CREDENTIALS, sessionToken: 'session' }),
      s3Url: null,
      seconds: PEOPLE_SECONDS,
      clock: { now: () => new Date('2026-03-02T09:00:00.000Z') },
    })
    const file = { key: 'cnv_a/7/att_1-x', mimeType: 'application/pdf', sizeBytes: 1, sha256: '' }
    const link = new URL(toLink({ type: 'file', name: 'a "b".pdf', file }))
    expect(link.origin + link.pathname).toBe('https://files.s3.eu-central-1.amazonaws.com/cnv_a/7/att_1-x')
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      'response-content-disposition': "attachment; filename*=UTF-8''a%20_b_.pdf",
      'response-content-type': 'application/pdf',
      'X-Amz-Date': '20260302T090000Z',
      'X-Amz-Expires': '900',
      'X-Amz-Security-Token': 'session',
    })
  })
})
