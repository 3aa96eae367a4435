import { describe, expect, it } from 'vitest'
import { toOAuth1Header } from '../../../../shared/channels/twitter/oauth1.ts'

describe('an OAuth 1.0a signature', () => {
  it("is that of X's own documentation: this guarantees that X will accept ours", () => {
    // https://docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature
    const header = toOAuth1Header(
      {
        method: 'POST',
        url: 'https://api.x.com/1.1/statuses/update.json',
        query: {
          include_entities: 'true',
          status: 'Hello Ladies + Gentlemen, a signed OAuth request!',
        },
      },
      {
        consumerKey: 'xvz1evFS4wEEPTGEFPHBog',
        consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
        oauth1Token: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
        oauth1TokenSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
      },
      { at: new Date(1_318_622_958_000).toISOString(), nonce: 'kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg' },
    )
    expect(header).toContain('oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"')
    expect(header).toMatch(/^OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="/)
  })
})
