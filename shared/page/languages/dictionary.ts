/** Everything that the page of a secure thread says. A language is a file beside this one and a line in `languages.ts`. */
export type Dictionary = {
  /** Name of the page, in the browser's tab. */
  title: string
  privacy: { heading: string; text: string }
  door: { heading: string; text: string }
  refused: { heading: string; text: string }
  button: { heading: string; text: string; press: string }
  code: {
    heading: string
    text: string
    sent: string
    label: string
    enter: string
    again: string
    noCode: string
    wrong: string
    refused: string
    resent: string
    justSent: string
    tooMany: string
    impossible: string
  }
  chat: {
    heading: string
    log: string
    empty: string
    you: string
    company: string
    masked: string
    label: string
    send: string
    nothing: string
    tooLong: string
    notSent: string
    lost: string
    reload: string
    end: string
    endHint: string
    endNow: string
  }
  /** `{limit}`: the size of the largest file, with its unit. */
  files: {
    heading: string
    label: string
    send: string
    /** `{name}`: of the file. */
    sending: string
    noFile: string
    fileTooLarge: string
    fileTypeRefused: string
    tooManyFiles: string
  }
  ended: { heading: string; text: string }
  failed: { heading: string; text: string }
}
