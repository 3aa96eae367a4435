import * as z from 'zod'

/**
 * Everything that is said to a customer who is asked into private. Nothing of it names them or what it is about.
 * `{link}` and `{code}` stand for what is made at the moment of sending; `{channel}` is the name of the target.
 */
export const HandoffWords = z.strictObject({
  /** In public, once the offer went out in private. */
  announcement: z.string().min(1).max(200),
  /** In public, where everybody may follow: a link to the account's private messages comes with it. */
  invitation: z.string().min(1).max(200),
  /** In public, with the link and the code in its words. */
  publicLink: z.string().min(1).max(400).includes('{link}'),
  /** In private, on the same platform: whoever answers has arrived. */
  offer: z.string().min(1).max(1000),
  /** In private: asks for one tap, before anything is sent that only they may have. */
  tapOffer: z.string().min(1).max(600),
  tapButton: z.string().min(1).max(20),
  /** In private, with link and code: to another channel. */
  channelLink: z.string().min(1).max(1000).includes('{link}'),
  /** What the link has them send: the code is how they are known. */
  arrivalText: z.string().min(1).max(100).includes('{code}'),
  /** To a number that they gave. */
  numberOffer: z.string().min(1).max(1000),
  /** In private, with the link of a secure thread. */
  threadLink: z.string().min(1).max(1000).includes('{link}'),
  /** In private: opens the secure thread. */
  threadCode: z.string().min(1).max(300).includes('{code}'),
  /** To whoever arrives with a code that nobody waits for any more. */
  tooLate: z.string().min(1).max(300),
})
export type HandoffWords = z.infer<typeof HandoffWords>

const ENGLISH: HandoffWords = {
  announcement: 'Thank you for writing. We have sent you a private message, so that nobody else reads along.',
  invitation: 'Thank you for writing. Please send us a private message, so that nobody else reads along.',
  publicLink: 'Thank you for writing. Please continue in private here: {link}',
  offer:
    'Hello, here nobody else reads along. Please answer this message, and we go on with what you asked. We will never ask for a password.',
  tapOffer:
    'Hello, we would like to go on where nobody else reads along. Tap the button, and we send you a link and a code that only you have.',
  tapButton: 'Continue in private',
  channelLink:
    'Go on with us on {channel}: {link}\nPlease send the message as it stands there. Its code {code} tells us that it is you.',
  arrivalText: 'Hello, my code is {code}',
  numberOffer:
    'Hello, you asked us something in public. Here nobody else reads along: please answer this message, and we go on.',
  threadLink: 'This is your private page with us: {link}\nOnly you can open it. Do not pass the link on.',
  threadCode: 'Your code for the private page: {code}. We never ask for it by phone.',
  tooLate:
    'This code is no longer in use. Please write to us where you wrote first, and we send you a new one.',
}

const GERMAN: HandoffWords = {
  announcement: 'Danke für Ihre Nachricht. Wir haben Ihnen privat geschrieben, damit niemand mitliest.',
  invitation: 'Danke für Ihre Nachricht. Bitte schreiben Sie uns privat, damit niemand mitliest.',
  publicLink: 'Danke für Ihre Nachricht. Bitte schreiben Sie uns hier privat weiter: {link}',
  offer:
    'Guten Tag, hier liest niemand mit. Bitte antworten Sie auf diese Nachricht, dann geht es weiter. Nach einem Passwort fragen wir nie.',
  tapOffer:
    'Guten Tag, wir möchten dort weitermachen, wo niemand mitliest. Tippen Sie auf die Taste, dann schicken wir Ihnen einen Link und einen Code, den nur Sie haben.',
  tapButton: 'Privat weiter',
  channelLink:
    'Weiter geht es auf {channel}: {link}\nBitte senden Sie die Nachricht so, wie sie dort steht. An ihrem Code {code} erkennen wir Sie.',
  arrivalText: 'Guten Tag, mein Code ist {code}',
  numberOffer:
    'Guten Tag, Sie haben uns öffentlich etwas gefragt. Hier liest niemand mit: Bitte antworten Sie auf diese Nachricht.',
  threadLink:
    'Das ist Ihre private Seite bei uns: {link}\nNur Sie können sie öffnen. Geben Sie den Link nicht weiter.',
  threadCode: 'Ihr Code für die private Seite: {code}. Am Telefon fragen wir nie danach.',
  tooLate:
    'Dieser Code gilt nicht mehr. Bitte schreiben Sie uns dort, wo Sie zuerst geschrieben haben, dann bekommen Sie einen neuen.',
}

/** By language. Another one is a line here, or `inlet.handoff.words` of a deployment. */
export const DEFAULT_WORDS: { en: HandoffWords } & Readonly<Partial<Record<string, HandoffWords>>> = {
  en: ENGLISH,
  de: GERMAN,
}
