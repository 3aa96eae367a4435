import type { Dictionary } from './dictionary.ts'

export const GERMAN: Dictionary = {
  title: 'Private Seite',
  privacy: {
    heading: 'Das können nur Sie und wir lesen',
    text: 'Was Sie hier schreiben und senden, wird verschlüsselt und nach einiger Zeit gelöscht. Nach einem Passwort fragen wir nie.',
  },
  door: {
    heading: 'Diese Seite ist nicht verfügbar',
    text: 'Der Link stimmt nicht oder ist abgelaufen. Bitte schreiben Sie uns dort, wo Sie zuerst geschrieben haben, dann bekommen Sie einen neuen.',
  },
  refused: {
    heading: 'Das kam nicht von unserer Seite',
    text: 'Zu Ihrer Sicherheit wurde es nicht ausgeführt. Bitte öffnen Sie Ihren Link noch einmal und drücken Sie dort die Taste.',
  },
  button: {
    heading: 'Privat weiter',
    text: 'Hier können Sie uns schreiben, ohne dass jemand mitliest. Nur wer den Link von uns bekommen hat, soll weitergehen.',
    press: 'Weiter',
  },
  code: {
    heading: 'Code eingeben',
    text: 'Den Code haben wir Ihnen dorthin geschickt, wo Sie den Link bekommen haben. Er sieht so aus: K7QM-2X4P.',
    sent: 'Wir haben Ihnen den Code gerade geschickt.',
    label: 'Code',
    enter: 'Weiter',
    again: 'Einen neuen Code schicken',
    noCode: 'Das ist noch kein Code: Er besteht aus zwei Gruppen von vier Buchstaben und Ziffern.',
    wrong: 'Dieser Code gilt nicht. Bitte prüfen Sie ihn oder lassen Sie sich einen neuen schicken.',
    refused:
      'Von hier wurden zu viele Codes versucht. Bitte nehmen Sie eine andere Verbindung, oder schreiben Sie uns dort, wo Sie zuerst geschrieben haben.',
    resent: 'Ein neuer Code ist zu Ihnen unterwegs.',
    justSent:
      'Gerade wurde ein Code geschickt. Bitte warten Sie eine Minute, bevor Sie einen neuen verlangen.',
    tooMany:
      'Von hier können keine Codes mehr verlangt werden. Bitte nehmen Sie eine andere Verbindung, oder schreiben Sie uns dort, wo Sie zuerst geschrieben haben.',
    impossible:
      'Jetzt kann kein Code geschickt werden. Bitte schreiben Sie uns dort, wo Sie zuerst geschrieben haben.',
  },
  chat: {
    heading: 'Private Unterhaltung',
    log: 'Nachrichten',
    empty: 'Sie können jetzt schreiben. Wir antworten hier.',
    you: 'Sie',
    company: 'Wir',
    masked: 'Nummern von Karten und Konten sind hier verdeckt und werden nicht aufbewahrt.',
    label: 'Ihre Nachricht',
    send: 'Senden',
    nothing: 'Bitte schreiben Sie zuerst etwas.',
    tooLong: 'Das ist zu lang. Bitte senden Sie es in Teilen von höchstens 4000 Zeichen.',
    notSent: 'Das wurde nicht gesendet. Bitte versuchen Sie es noch einmal.',
    lost: 'Die Verbindung ist weg. Wir versuchen es weiter.',
    reload: 'Neue Nachrichten zeigen',
    end: 'Unterhaltung beenden',
    endHint: 'Danach kann hier niemand mehr lesen oder schreiben.',
    endNow: 'Ja, beenden',
  },
  files: {
    heading: 'Eine Datei senden',
    label: 'Ein Foto oder PDF, höchstens {limit}',
    send: 'Datei senden',
    sending: '{name} wird gesendet …',
    noFile: 'Bitte wählen Sie zuerst eine Datei.',
    fileTooLarge: 'Diese Datei ist zu groß. Bitte senden Sie eine von höchstens {limit}.',
    fileTypeRefused: 'Solche Dateien können hier nicht gesendet werden. Bitte senden Sie ein Foto oder PDF.',
    tooManyFiles:
      'Hier können keine Dateien mehr gesendet werden. Bitte schreiben Sie uns, wie wir helfen können.',
  },
  ended: {
    heading: 'Diese Unterhaltung ist beendet',
    text: 'Hier kann niemand mehr lesen oder schreiben. Sie können diese Seite schließen.',
  },
  failed: {
    heading: 'Das hat nicht geklappt',
    text: 'Bei uns ist gerade etwas beschäftigt. Bitte versuchen Sie es gleich noch einmal.',
  },
}
