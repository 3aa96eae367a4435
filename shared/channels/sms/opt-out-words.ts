/** Words that, as the whole text, opt a customer out of or back into a number's messages; lower case. */
export type OptOutWords = { out: readonly string[]; in: readonly string[] }

/** https://help.twilio.com/articles/223134027-Twilio-support-for-opt-out-keywords-SMS-STOP-filtering- */
export const TWILIO_WORDS: OptOutWords = {
  out: ['stop', 'stopall', 'unsubscribe', 'end', 'quit', 'cancel', 'revoke', 'optout'],
  in: ['start', 'unstop', 'yes'],
}

/**
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/opt-out-list-keywords.html; the way back is documented for
 * toll-free numbers only: https://docs.aws.amazon.com/pinpoint/latest/userguide/channels-sms-limitations-opt-out.html
 */
export const AWS_WORDS: OptOutWords = {
  out: ['arret', 'cancel', 'end', 'opt-out', 'optout', 'quit', 'remove', 'stop', 'td', 'unsubscribe'],
  in: ['start', 'unstop'],
}

/** What the whole text of a message asks for, by its carrier's words; null for any other text. */
export function toOptOutAction(text: string, words: OptOutWords): 'out' | 'in' | null {
  const word = text.trim().toLowerCase()
  if (words.out.includes(word)) return 'out'
  return words.in.includes(word) ? 'in' : null
}
