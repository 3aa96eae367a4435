import type { Dictionary } from './dictionary.ts'

export const ENGLISH: Dictionary = {
  title: 'Private page',
  privacy: {
    heading: 'Only you and we can read this',
    text: 'What you write and send here is encrypted, and deleted after some time. We never ask for a password.',
  },
  door: {
    heading: 'This page is not available',
    text: 'The link is wrong, or its time is up. Please write to us where you wrote first, and we send you a new one.',
  },
  refused: {
    heading: 'This did not come from our page',
    text: 'For your safety it was not done. Please open your link again and press the button there.',
  },
  button: {
    heading: 'Continue in private',
    text: 'Here you can write to us without anybody reading along. Only the person we sent the link to should go on.',
    press: 'Continue',
  },
  code: {
    heading: 'Enter your code',
    text: 'We sent you a code in the same place where you got the link. It looks like K7QM-2X4P.',
    sent: 'We have just sent you the code.',
    label: 'Code',
    enter: 'Go on',
    again: 'Send me another code',
    noCode: 'This is not a code yet: it has two groups of four letters and digits.',
    wrong: 'This code is not valid. Please check it, or have another one sent.',
    refused:
      'Too many codes were tried from here. Please use another connection, or write to us where you wrote first.',
    resent: 'Another code is on its way to you.',
    justSent: 'A code was sent a moment ago. Please wait a minute before you ask for another one.',
    tooMany:
      'No more codes can be sent from here. Please use another connection, or write to us where you wrote first.',
    impossible: 'A code cannot be sent now. Please write to us where you wrote first.',
  },
  chat: {
    heading: 'Private conversation',
    log: 'Messages',
    empty: 'You can write now. We answer here.',
    you: 'You',
    company: 'We',
    masked: 'Numbers of cards and accounts are hidden here, and not kept.',
    label: 'Your message',
    send: 'Send',
    nothing: 'Please write something first.',
    tooLong: 'This is too long. Please send it in parts of at most 4000 characters.',
    notSent: 'This was not sent. Please try again.',
    lost: 'The connection is lost. Trying again.',
    reload: 'Show new messages',
    end: 'End this conversation',
    endHint: 'Afterwards nobody can read or write here any more.',
    endNow: 'Yes, end it',
  },
  files: {
    heading: 'Send a file',
    label: 'A photo or a PDF of at most {limit}',
    send: 'Send file',
    sending: 'Sending {name} …',
    noFile: 'Please choose a file first.',
    fileTooLarge: 'This file is too large. Please send one of at most {limit}.',
    fileTypeRefused: 'Files of this kind cannot be sent here. Please send a photo or a PDF.',
    tooManyFiles: 'No more files can be sent here. Please write to us how we can help.',
  },
  ended: {
    heading: 'This conversation has ended',
    text: 'Nobody can read or write here any more. You can close this page.',
  },
  failed: {
    heading: 'This did not work',
    text: 'Something is busy on our side. Please try again in a moment.',
  },
}
