import type { Connector } from './connector.ts'
import { connector as facebook } from './facebook/connector.ts'
import { awsConnector } from './sms/aws-connector.ts'
import { twilioConnector } from './sms/twilio-connector.ts'
import { connector as twitter } from './twitter/connector.ts'
import { connector as whatsapp } from './whatsapp/connector.ts'

/** Every way to connect an account, apart from the channels themselves: no webhook function has use for it. */
export const CONNECTORS: readonly Connector[] = [facebook, whatsapp, twitter, twilioConnector, awsConnector]
