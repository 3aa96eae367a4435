import { channel as facebook } from '../../../shared/channels/facebook/index.ts'
import {
  signFacebook,
  toFacebookBody,
  toSeconds,
  type WireList,
} from '../../../shared/channels/facebook/wire-body.ts'
import { FACEBOOK_PAGE as PAGE, wire } from '../../../shared/channels/facebook/wire.ts'
import type { Random } from '../../support/random.ts'
import type { Delivery } from '../samples.ts'
import { byWebhook, INBOX, type Kind, toText } from './kind.ts'

export const channel = facebook

type Item = Record<string, unknown>
type Person = { psid: string; mid: string; written: Delivery }
type Author = { id: string; post: string; comment: string; written: Delivery }

export const kinds: readonly Kind[] = [
  onMessage('reaction', ({ mid }) => ({ reaction: { mid, action: 'react', reaction: 'love', emoji: '❤' } })),
  onMessage('edit', ({ mid }) => ({ message_edit: { mid, text: 'Where is my parcel 4712?', num_edit: 1 } })),
  onMessage('taken back', ({ mid }) => ({ message: { mid, is_deleted: true } })),
  {
    name: 'echo: typed in the Page inbox',
    tell: (random) => {
      const person = createPerson(random)
      return { before: [person.written], metered: echo(random, person).delivery }
    },
  },
  onEchoes('delivered, naming its message', 1, (mids, watermark) => ({ delivery: { mids, watermark } })),
  onEchoes('read watermark over 1 message', 1, (_, watermark) => ({ read: { watermark } })),
  onEchoes('read watermark over 5 messages', 5, (_, watermark) => ({ read: { watermark } })),
  onComment('own reply to a comment', (random, { comment, post }) => ({
    from: { id: PAGE, name: 'Inlet Demo' },
    comment_id: wire.createMessageId(random, 'public'),
    parent_id: comment,
    post_id: post,
    message: 'It leaves our house today.',
    verb: 'add',
  })),
  {
    name: 'own reply, before its parent: parked',
    tell: (random) => {
      const { post, comment } = createAuthor(random)
      const reply = { from: { id: PAGE, name: 'Inlet Demo' }, parent_id: comment, post_id: post, verb: 'add' }
      const comment_id = wire.createMessageId(random, 'public')
      return {
        before: [createPerson(random).written],
        metered: change({ ...reply, item: 'comment', comment_id, message: 'It leaves our house today.' }),
      }
    },
  },
  onComment('comment liked', (_, { id, comment, post }) => ({
    item: 'reaction',
    reaction_type: 'like',
    from: { id, name: 'Mara Beispiel' },
    comment_id: comment,
    post_id: post,
    verb: 'add',
  })),
  onComment('comment edited', (_, author) => ({
    ...toThing(author),
    verb: 'edited',
    message: 'Where is it?',
  })),
  onComment('comment hidden', (_, author) => ({ ...toThing(author), from: undefined, verb: 'hide' })),
  onComment('comment removed', (_, author) => ({ ...toThing(author), verb: 'remove' })),
  {
    name: 'account event: messaging blocked',
    tell: (random) => {
      const page = `77${random.characters('0123456789', 13)}`
      const written = createPerson(random, page).written
      const action = { recipient: { id: page }, policy_enforcement: { action: 'block', reason: 'spam' } }
      return { before: [written], metered: send('messaging', { ...action, timestamp: Date.now() }, page) }
    },
  },
]

function onMessage(name: string, toEvent: (person: Person) => Item): Kind {
  return {
    name,
    tell: (random) => {
      const person = createPerson(random)
      return { before: [person.written], metered: messaging(person.psid, toEvent(person)) }
    },
  }
}

function onEchoes(name: string, count: number, toEvent: (mids: string[], watermark: number) => Item): Kind {
  return {
    name,
    tell: (random) => {
      const person = createPerson(random)
      const echoes = Array.from({ length: count }, () => echo(random, person))
      const mids = echoes.map(({ mid }) => mid)
      return {
        before: [person.written, ...echoes.map(({ delivery }) => delivery)],
        metered: messaging(person.psid, toEvent(mids, Date.now() + 1000)),
      }
    },
  }
}

function onComment(name: string, toValue: (random: Random, author: Author) => Item): Kind {
  return {
    name,
    tell: (random) => {
      const author = createAuthor(random)
      return { before: [author.written], metered: change({ item: 'comment', ...toValue(random, author) }) }
    },
  }
}

function createPerson(random: Random, account = PAGE): Person {
  const psid = wire.createCustomer(random, null)
  const mid = wire.createMessageId(random, 'private')
  const text = toText({ id: mid, account, customer: psid })
  return { psid, mid, written: byWebhook(wire.toTextRequest(text, INBOX)) }
}

function createAuthor(random: Random): Author {
  const id = wire.createCustomer(random, null)
  const post = wire.createMessageId(random, 'public')
  const comment = wire.createMessageId(random, 'public')
  const text = toText({ id: comment, account: PAGE, customer: id, visibility: 'public', root: post })
  return { id, post, comment, written: byWebhook(wire.toTextRequest(text, INBOX)) }
}

function echo(random: Random, { psid }: Person): { mid: string; delivery: Delivery } {
  const mid = wire.createMessageId(random, 'private')
  const message = { mid, is_echo: true, text: 'It leaves our house today.' }
  const sides = { sender: { id: PAGE }, recipient: { id: psid }, timestamp: Date.now() }
  return { mid, delivery: send('messaging', { ...sides, message }) }
}

function toThing({ id, comment, post }: Author): Item {
  return { comment_id: comment, post_id: post, parent_id: post, from: { id, name: 'Mara Beispiel' } }
}

function messaging(psid: string, event: Item): Delivery {
  return send('messaging', { sender: { id: psid }, recipient: { id: PAGE }, timestamp: Date.now(), ...event })
}

function change(value: Item): Delivery {
  return send('changes', { field: 'feed', value: { created_time: toSeconds(new Date()), ...value } })
}

function send(list: WireList, item: Item, page = PAGE): Delivery {
  return byWebhook(signFacebook(toFacebookBody(page, list, [item], new Date()), INBOX))
}
