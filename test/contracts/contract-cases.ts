import type { WebhookRequest } from '../../shared/channels/contract.ts'

/** What a channel brings so that the suite can run over it. The fields are the platform's, the questions are the same for all. */
export type ContractCases = {
  signing: {
    /** Key of the channel's secret that signs webhooks. */
    secretKey: string
    /** Name of the header that carries the signature. */
    header: string
    /**
     * What the signature covers. `parameters`: two spellings of one form (`%2b`, `%2B`) have one signature, so a flipped bit
     * may change nothing that is read.
     */
    covers: 'bytes' | 'parameters'
    /** A request as the platform would send it, with headers named in lower case. */
    sign: (body: Uint8Array, secret: string) => WebhookRequest
  }
  /** The lists that a body can hold, with a sample of an element and the body that holds the given ones. */
  lists: Readonly<
    Record<
      string,
      {
        sample: unknown
        countMax: number
        /** The element is a list itself, so that it may hold none or several pieces. */
        isContainer?: boolean
        toBody: (elements: readonly unknown[]) => Uint8Array
      }
    >
  >
  /** A message whose words are `text`, and words that have broken others. */
  texts: { toBody: (text: string) => Uint8Array; samples: readonly string[] }
  /** Bodies with `text` in one field each in which customers write. */
  textFields: Readonly<Record<string, (text: string) => Uint8Array>>
  /** Bodies with `id` in one field each that must never change. */
  idFields: Readonly<Record<string, (id: string) => Uint8Array>>
}
