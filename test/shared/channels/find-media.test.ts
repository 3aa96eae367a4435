import { describe, expect, it } from 'vitest'
import { CHANNELS, findChannel, findMedia } from '../../../shared/channels/registry.ts'

describe('who hands out the files of a message: this guarantees that', () => {
  it.each(
    CHANNELS.flatMap(({ manifest, media }) =>
      Object.keys(media).map((provider) => ({ name: manifest.name, provider })),
    ),
  )('what $provider brings to $name, $name fetches with its own secret', ({ name, provider }) => {
    const media = findChannel(name)?.media[provider]
    expect(findMedia(name, provider)).toEqual({ media, secretOf: name })
  })

  it('what a carrier brings of another channel, the carrier’s channel fetches with its secret', () => {
    const media = findChannel('sms')?.media['twilio']
    expect(media).toBeDefined()
    expect(findMedia('whatsapp', 'twilio')).toEqual({ media, secretOf: 'sms' })
  })

  it.each([
    ['facebook', 'twilio'],
    ['sms', 'aws'],
    ['telegraph', 'meta'],
  ])('nobody has files of %s by %s', (name, provider) => {
    expect(findMedia(name, provider)).toBeUndefined()
  })
})
