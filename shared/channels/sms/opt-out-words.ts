/** https://help.twilio.com/articles/223134027-Twilio-support-for-opt-out-keywords-SMS-STOP-filtering- */
export const OPT_OUT_WORDS: readonly string[] = [
  'stop',
  'stopall',
  'unsubscribe',
  'end',
  'quit',
  'cancel',
  'revoke',
  'optout',
]

export const OPT_IN_WORDS: readonly string[] = ['start', 'unstop', 'yes']
