import { describe, expect, it } from 'vitest'
import type { InboundEvent } from '../../../../shared/domain/inbound.ts'
import {
  POST,
  STATUS,
  toAccountActivity,
  toMention,
} from '../../../../shared/channels/twitter/wire-bodies.ts'
import { readEvent } from './twitter-requests.ts'

function readPost(more: object, includes: object = {}): InboundEvent {
  return readEvent({ data: toMention({ ...POST, ...more }, includes) })
}

function readStatus(more: object): InboundEvent {
  return readEvent(toAccountActivity({ tweet_create_events: [{ ...STATUS, ...more }] }))
}

describe('text of a post', () => {
  it.each<[string, unknown, string]>([
    [
      'of a long post',
      { data: toMention({ ...POST, text: 'cut sh…', note_tweet: { text: 'cut short no more' } }) },
      'cut short no more',
    ],
    [
      'of a long v1.1 post',
      toAccountActivity({
        tweet_create_events: [
          { ...STATUS, truncated: true, text: 'cut sh…', extended_tweet: { full_text: 'cut short no more' } },
        ],
      }),
      'cut short no more',
    ],
    [
      'in extended mode',
      toAccountActivity({ tweet_create_events: [{ ...STATUS, text: undefined, full_text: 'whole' }] }),
      'whole',
    ],
    [
      'with its leading mentions and links',
      { data: toMention({ ...POST, text: '@a @b look https://t.co/x' }) },
      '@a @b look https://t.co/x',
    ],
    [
      'unescaped once',
      { data: toMention({ ...POST, text: 'a &lt; b &amp;&amp; c &gt; d, &amp;lt; &quot; &#39;' }) },
      'a < b && c > d, &lt; &quot; &#39;',
    ],
  ])('this guarantees that the text %s is what was written', (_, body, text) => {
    expect(readEvent(body)).toMatchObject({ kind: 'message', text })
  })

  it('this guarantees that no words are null, not empty', () => {
    expect(readPost({ text: '', attachments: { media_keys: ['3_1'] } })).toMatchObject({
      text: null,
      content: { type: 'media' },
    })
  })
})

describe('pictures and videos of a post', () => {
  const PICTURE = { name: null, mimeType: null, sizeBytes: null, digest: null, voice: false }

  it('this guarantees that files are found by their keys, the best of a video’s', () => {
    const media = [
      {
        media_key: '7_2',
        type: 'video',
        preview_image_url: 'p',
        variants: [
          { content_type: 'application/x-mpegURL', url: 'https://v/list' },
          { content_type: 'video/mp4', url: 'https://v/small', bit_rate: 256 },
          { content_type: 'video/mp4', url: 'https://v/large', bit_rate: 2176 },
        ],
      },
      { data: { media_key: '3_1', type: 'photo', url: 'https://p/1' } },
    ]
    expect(
      readPost({ attachments: { media_keys: ['3_1', '7_2', '16_3', '99_4'] } }, { media }),
    ).toMatchObject({
      content: { type: 'media' },
      attachments: [
        { ...PICTURE, type: 'image', providerMediaId: '3_1', providerUrl: 'https://p/1' },
        {
          ...PICTURE,
          type: 'video',
          mimeType: 'video/mp4',
          providerMediaId: '7_2',
          providerUrl: 'https://v/large',
        },
        { ...PICTURE, type: 'video', providerMediaId: '16_3', providerUrl: null },
        { ...PICTURE, type: 'file', providerMediaId: '99_4', providerUrl: null },
      ],
    })
  })

  it.each<[string, (media: unknown[]) => object]>([
    ['beside the text', (media) => ({ extended_entities: { media }, entities: { media: [] } })],
    [
      'of a long post',
      (media) => ({ truncated: true, extended_tweet: { full_text: 'long', extended_entities: { media } } }),
    ],
    ['only in entities', (media) => ({ entities: { media } })],
  ])('this guarantees that files of a v1.1 post are found %s', (_, place) => {
    const media = [
      { id_str: '31', type: 'photo', media_url_https: 'https://p/31' },
      {
        id_str: '32',
        type: 'animated_gif',
        media_url_https: 'https://p/32',
        video_info: { variants: [{ bitrate: 0, content_type: 'video/mp4', url: 'https://v/32' }] },
      },
    ]
    expect(readStatus(place(media))).toMatchObject({
      attachments: [
        { ...PICTURE, type: 'image', providerMediaId: '31', providerUrl: 'https://p/31' },
        {
          ...PICTURE,
          type: 'video',
          mimeType: 'video/mp4',
          providerMediaId: '32',
          providerUrl: 'https://v/32',
        },
      ],
    })
  })
})
