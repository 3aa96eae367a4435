/** https://help.twilio.com/articles/223134027-Twilio-support-for-opt-out-keywords-SMS-STOP-filtering- */
const OUT: ReadonlySet<string> = new Set([
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'END',
  'QUIT',
  'CANCEL',
  'REVOKE',
  'OPTOUT',
])
const IN: ReadonlySet<string> = new Set(['START', 'UNSTOP', 'YES'])

export type OptOuts = {
  /** `sender`: our number, or the Messaging Service that it belongs to. */
  read: (sender: string, customer: string, text: string) => void
  isOut: (sender: string, customer: string) => boolean
}

/** The block is between one sender and one person. */
export function createOptOuts(): OptOuts {
  const blocked = new Set<string>()
  return {
    read: (sender, customer, text) => {
      const word = text.trim().toUpperCase()
      if (OUT.has(word)) blocked.add(`${sender} ${customer}`)
      if (IN.has(word)) blocked.delete(`${sender} ${customer}`)
    },
    isOut: (sender, customer) => blocked.has(`${sender} ${customer}`),
  }
}
