import type { Connector } from './connector.ts'
import { connector as whatsapp } from './whatsapp/connector.ts'

/** Every way to connect an account, apart from the channels themselves: no webhook function has use for it. */
export const CONNECTORS: readonly Connector[] = [whatsapp]

/** Without a provider: the channel's first. */
export function findConnector(channel: string, provider: string | null): Connector | undefined {
  return CONNECTORS.find((each) => each.channel === channel && (provider ?? each.provider) === each.provider)
}
