import type { Identity } from '../domain/identity.ts'
import type { QuickReply, SendFailureCode, SendRule, TemplateUse } from '../domain/outgoing.ts'
import type { Visibility } from '../domain/channel-name.ts'
import type { AttachmentType } from '../domain/content.ts'
import type { FileRules } from '../domain/media/file-rules.ts'

/**
 * How one provider of a channel is told to send. Pure on both sides of the call: somebody else makes it, decides what a
 * failure means for the message, and never lets two calls of one conversation overlap.
 */
export type ChannelSender = {
  /**
   * Sets of keys of the channel's secret, any one of which is enough for a call. Where none is complete, that is our mistake,
   * not the message's.
   */
  credentialKeys: readonly (readonly string[])[]
  /** Name of a base URL that settings may replace → the platform's own. */
  hosts: Readonly<Record<string, string>>
  /** Which files it takes from us, by visibility; one that is not named: none. */
  files: Readonly<Partial<Record<Visibility, FileRules>>>
  /** How files are handed over before the message that holds them; null: the message says where they are. */
  handOver: FileHandOver | null
  /** What the platform is documented to refuse with, at once or in a later receipt, and what that means here. */
  refusals: readonly Refusal[]
  toSendCall: (message: OutgoingMessage, credential: Credential, moment: CallMoment) => PlatformCall
  /** Total: any answer means something. */
  readSendAnswer: (answer: PlatformAnswer, message: OutgoingMessage) => SendOutcome
  /** Reactions, read marks, typing and hiding; null where the platform has none. They are tried once and never queued. */
  toActionCall: (action: OutgoingAction, credential: Credential, moment: CallMoment) => PlatformCall | null
  /** Asks the platform what became of a message whose answer never came; null where it cannot be asked. */
  lookUp: {
    /** null where this message cannot be asked for. */
    toCall: (
      message: OutgoingMessage,
      attemptedAt: string,
      credential: Credential,
      moment: CallMoment,
    ) => PlatformCall | null
    readAnswer: (answer: PlatformAnswer, message: OutgoingMessage, attemptedAt: string) => LookUpOutcome
  } | null
}

/** The credential of one account: the channel's default keys, replaced by the account's own where it has some. */
export type Credential = Readonly<Record<string, string>>

/** What a signature over a call holds beside the call: another one for every call. */
export type CallMoment = { at: string; nonce: string }

/** One message as a sender needs it. */
export type OutgoingMessage = {
  /** Our entry id: the correlation value where the platform gives one back. */
  id: string
  account: string
  visibility: Visibility
  /** Whom it is for, as this channel names them. */
  recipient: Identity
  /** Provider id of the message or comment it answers. In public always set: what it is written under. */
  replyTo: string | null
  /** Root post of a public conversation. */
  root: string | null
  /** Goes to the writer of this public message alone, as the platform's private answer to it. */
  privateReplyTo: string | null
  /** The link to the account's private messages, to be shown beside the words. */
  messageLink: string | null
  text: string | null
  files: readonly OutgoingFile[]
  quickReplies: readonly QuickReply[]
  template: TemplateUse | null
  rule: SendRule
  /** Where the provider reports what became of it, for those that are told with each call. */
  statusUrl: string
}

/** A file of a message, where it can be had. */
export type OutgoingFile = {
  type: AttachmentType
  /** Fit for a file system. */
  name: string
  mimeType: string
  sizeBytes: number
  /** In hex. */
  sha256: string
  /** Open to whoever has it, for a while. */
  url: string
  /** For who may read the bucket. */
  place: { bucket: string; key: string }
  /** The platform's id of it, where it was handed over. */
  handedOver: string | null
}

/** Files go to the platform in pieces before the message. What was handed over and never sent is forgotten there. */
export type FileHandOver = {
  pieceBytes: number
  begin: (of: HandOver) => PlatformCall
  readBegun: (answer: PlatformAnswer) => { kind: 'begun'; id: string } | HandOverRefusal
  append: (of: HandOver, piece: { id: string; index: number; bytes: Uint8Array }) => PlatformCall
  readAppended: (answer: PlatformAnswer) => { kind: 'appended' } | HandOverRefusal
  finish: (of: HandOver, id: string) => PlatformCall
  /** Asks again whether a file that was pending can be sent now. */
  ask: (of: HandOver, id: string) => PlatformCall
  /** Of `finish` and `ask`. */
  readState: (
    answer: PlatformAnswer,
  ) => { kind: 'ready' } | { kind: 'pending'; waitMs: number } | HandOverRefusal
}

export type HandOver = {
  message: Pick<OutgoingMessage, 'account' | 'visibility'>
  file: OutgoingFile
  credential: Credential
  moment: CallMoment
}

export type HandOverRefusal = Extract<SendOutcome, { kind: 'retry' | 'failed' }>

export type OutgoingAction =
  | {
      kind: 'reaction'
      account: string
      visibility: Visibility
      recipient: Identity
      target: string
      emoji: string | null
    }
  /** From all but its writer and the account: a public message of the customer. */
  | { kind: 'hide'; account: string; recipient: Identity; target: string }
  | { kind: 'read'; account: string; recipient: Identity; target: string }
  | { kind: 'typing'; account: string; recipient: Identity; target: string | null }

export type PlatformCall =
  | {
      kind: 'https'
      /** A name of `hosts`. */
      host: string
      method: 'GET' | 'POST' | 'PUT' | 'DELETE'
      /** With the query, where there is one. */
      path: string
      headers: Readonly<Record<string, string>>
      body: string | Uint8Array | null
    }
  /** A call that the AWS SDK makes and signs. */
  | { kind: 'aws'; operation: AwsOperation; input: Readonly<Record<string, unknown>> }

/** Of AWS End User Messaging: the first two send, the others connect a number. */
export type AwsOperation =
  | 'SendTextMessage'
  | 'SendMediaMessage'
  | 'DescribePhoneNumbers'
  | 'UpdatePhoneNumber'
  | 'DescribeConfigurationSets'
  | 'CreateConfigurationSet'
  | 'CreateEventDestination'
  | 'UpdateEventDestination'

export type PlatformAnswer =
  /** Names of headers in lower case. A redirect is an answer: following it would carry the credential elsewhere. */
  | { kind: 'https'; status: number; headers: Readonly<Record<string, string>>; body: string }
  | { kind: 'aws'; output: Readonly<Record<string, unknown>> }
  /** An exception of the service, by its name and reason. */
  | { kind: 'aws_error'; name: string; reason: string | null; message: string; status: number }

export type SendOutcome =
  | { kind: 'sent'; providerId: string; learned: readonly Identity[] }
  /**
   * Not now: the same call may succeed later. `afterMs` as the platform says, null where it does not. `ofAccount`: it would
   * answer any other message of the account in the same way.
   */
  | ({ kind: 'retry'; afterMs: number | null; ofAccount: boolean } & ProviderError)
  /** Never. `account`: it is the account that cannot send, not this message. `optOut`: the customer does not want it. */
  | ({ kind: 'failed'; code: SendFailureCode; account: string | null; optOut: boolean } & ProviderError)
  /** Accepted or not: the answer does not say. */
  | { kind: 'unclear'; title: string }

/** `providerCode` as the platform numbers or names it; Graph: `code/subcode` where the subcode decides. */
export type Refusal = Extract<SendOutcome, { kind: 'retry' | 'failed' }> & { providerCode: string }

export type LookUpOutcome = { kind: 'sent'; providerId: string } | { kind: 'not_found' } | { kind: 'unclear' }

export type ProviderError = { providerCode: string | null; title: string }
